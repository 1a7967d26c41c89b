import type { ChainReading } from '@/domain/chain-reading.ts'
import { networkTitle } from '@/domain/network-names.ts'

/** What a measured CVM asks of its contracts. Addresses with `0x`, hashes without; `null` was not measured, so it is not asked. */
export interface AllowanceQuestion {
  /** The chain that the contracts are on; `null` where nobody says, and then whichever the node is of. */
  chainId: number | null
  appContract: string
  /** Where OS images are allowed; `null` where nobody names it. */
  kmsContract: string | null
  composeHash: string | null
  deviceId: string | null
  osImageHash: string | null
}

/** The node that was asked is of another chain than the contracts that are named. Its message says so to a person. */
export class AnotherChain extends Error {
  override name = 'AnotherChain'
  constructor(asked: number, wanted: number) {
    super(`The node that was asked is of ${networkTitle(asked)}, and the contract is on ${networkTitle(wanted)}.`)
  }
}

/** Why contracts gave no answer, as a sentence. */
export const noAnswerText = (error: unknown): string => (error instanceof AnotherChain ? error.message : 'The chain could not be read.')

export interface RpcRequest {
  jsonrpc: '2.0'
  id: number
  method: string
  params: unknown[]
}

/** Sends a batch to a node of the chain and hands back what it answered, parsed. */
export type AskNode = (batch: RpcRequest[]) => Promise<unknown>

/** Four questions with one argument at most, which is all there is to encode: first four bytes of the hash of their names. */
const selectors = {
  allowedComposeHashes: '0x2f6622e5',
  allowedDeviceIds: '0xbf8b211b',
  allowAnyDevice: '0x3440a16a',
  allowedOsImages: '0x9a4e1d18',
}

/**
 * Asks at the newest block. Rejects when the chain cannot be asked, if only for one of the questions, and with `AnotherChain` when the node is
 * of another one.
 */
export async function readAllowances(ask: AskNode, question: AllowanceQuestion): Promise<ChainReading> {
  const { appContract, kmsContract, composeHash, deviceId, osImageHash } = question
  const [chainId, block] = await askAll(ask, [
    ['eth_chainId', []],
    ['eth_blockNumber', []],
  ])
  const readId = Number(hexText(chainId))
  if (question.chainId !== null && readId !== question.chainId) throw new AnotherChain(readId, question.chainId)
  const at = hexText(block)
  const call = (to: string | null, selector: string, argument: string | null): [string, unknown[]] | null =>
    to === null || argument === null ? null : ['eth_call', [{ to, data: `${selector}${argument}` }, at]]
  const [code, composeHashAllowed, deviceAllowed, anyDeviceAllowed, osImageAllowed] = await askAll(ask, [
    ['eth_getCode', [appContract, at]],
    call(appContract, selectors.allowedComposeHashes, composeHash),
    call(appContract, selectors.allowedDeviceIds, deviceId),
    call(appContract, selectors.allowAnyDevice, ''),
    call(kmsContract, selectors.allowedOsImages, osImageHash),
  ])
  return {
    chainId: readId,
    block: Number(at),
    appContract,
    kmsContract,
    hasCode: hexText(code) !== '0x',
    composeHashAllowed: truth(composeHashAllowed),
    deviceAllowed: truth(deviceAllowed),
    anyDeviceAllowed: truth(anyDeviceAllowed),
    osImageAllowed: truth(osImageAllowed),
  }
}

/** One answer a request, in order; `null` for what was not asked and for what the contract refused to answer. */
async function askAll(ask: AskNode, requests: ([method: string, params: unknown[]] | null)[]): Promise<unknown[]> {
  const batch = requests.flatMap((request, id): RpcRequest[] =>
    request ? [{ jsonrpc: '2.0', id, method: request[0], params: request[1] }] : [],
  )
  const answers = await ask(batch)
  if (!Array.isArray(answers)) throw new Error('The node gave no list of answers.')
  return requests.map((request, id) => {
    if (!request) return null
    const answer = answers.find((one: { id?: unknown } | null) => one?.id === id) as { result?: unknown; error?: RpcError } | undefined
    if (answer && 'result' in answer) return answer.result
    // A revert has code 3, or brings data along. Anything else says that the node did not look.
    if (answer?.error && (answer.error.code === 3 || answer.error.data !== undefined)) return null
    throw new Error('The node refused a question.')
  })
}

interface RpcError {
  code?: number
  data?: unknown
}

function hexText(value: unknown): string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value)) throw new Error('The node’s answer is not hex.')
  return value
}

/** One word that is zero or one. An address without a contract answers nothing, and an older contract something else. */
const truth = (word: unknown): boolean | null => (typeof word === 'string' && /^0x0{63}[01]$/.test(word) ? word.endsWith('1') : null)
