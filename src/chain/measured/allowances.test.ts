import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { type AllowanceQuestion, AnotherChain, noAnswerText, readAllowances, type RpcRequest } from './allowances.ts'

const selectorOf = (text: string) => `0x${bytesToHex(keccak_256(utf8ToBytes(text))).slice(0, 8)}`
const yes = `0x${'1'.padStart(64, '0')}`
const no = `0x${'0'.repeat(64)}`

const question: AllowanceQuestion = {
  chainId: 31337,
  appContract: `0x${'a'.repeat(40)}`,
  kmsContract: `0x${'b'.repeat(40)}`,
  composeHash: 'c'.repeat(64),
  deviceId: 'd'.repeat(64),
  osImageHash: 'e'.repeat(64),
}

/** A node with an answer for each question, by the address and the data that it is asked with. */
const node =
  (answers: Record<string, unknown>) =>
  (batch: RpcRequest[]): Promise<unknown> =>
    Promise.resolve(
      batch
        .map(({ id, method, params }) => {
          const [first] = params as [{ to?: string; data?: string } | string | undefined]
          const key = method === 'eth_call' && typeof first === 'object' ? `${first.to} ${first.data}` : method
          const answer = answers[key]
          return { id, ...(typeof answer === 'object' ? answer : { result: answer }) }
        })
        .toReversed(),
    )

const sound = {
  eth_chainId: '0x7a69',
  eth_blockNumber: '0x10',
  eth_getCode: '0x60',
  [`${question.appContract} ${selectorOf('allowedComposeHashes(bytes32)')}${question.composeHash}`]: yes,
  [`${question.appContract} ${selectorOf('allowedDeviceIds(bytes32)')}${question.deviceId}`]: no,
  [`${question.appContract} ${selectorOf('allowAnyDevice()')}`]: yes,
  [`${question.kmsContract} ${selectorOf('allowedOsImages(bytes32)')}${question.osImageHash}`]: yes,
}

test('each question is asked of its contract, and each answer stands where it belongs', async () => {
  expect(await readAllowances(node(sound), question)).toEqual({
    chainId: 31337,
    block: 16,
    appContract: question.appContract,
    kmsContract: question.kmsContract,
    hasCode: true,
    composeHashAllowed: true,
    deviceAllowed: false,
    anyDeviceAllowed: true,
    osImageAllowed: true,
  })
})

test('what a contract does not know is null, as is what was not asked', async () => {
  const older = { ...sound, [`${question.appContract} ${selectorOf('allowAnyDevice()')}`]: { error: { code: 3, message: 'reverted' } } }
  const read = await readAllowances(node(older), { ...question, kmsContract: null, deviceId: null })
  expect([read.anyDeviceAllowed, read.osImageAllowed, read.deviceAllowed]).toEqual([null, null, null])
})

test('an address without a contract answers nothing', async () => {
  const empty = Object.fromEntries(Object.keys(sound).map((key) => [key, '0x']))
  const read = await readAllowances(node({ ...empty, eth_chainId: '0x7a69', eth_blockNumber: '0x2' }), question)
  expect([read.hasCode, read.composeHashAllowed, read.osImageAllowed]).toEqual([false, null, null])
})

test.each([
  ['a tired node', { ...sound, eth_getCode: { error: { code: -32016, message: 'over rate limit' } } }],
  ['an answer that is no hex', { ...sound, eth_blockNumber: 7 }],
])('%s is not taken for an answer', async (_, answers) => {
  await expect(readAllowances(node(answers), question)).rejects.toThrow()
})

test('the answers of another chain are none', async () => {
  const asked: string[] = []
  const other = (batch: RpcRequest[]) => {
    asked.push(...batch.map(({ method }) => method))
    return node({ ...sound, eth_chainId: '0x2105' })(batch)
  }
  const refused = await readAllowances(other, { ...question, chainId: 1 }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(AnotherChain)
  expect(noAnswerText(refused)).toBe('The node that was asked is of Base (8453), and the contract is on Ethereum (1).')
  expect(asked).not.toContain('eth_call')
  expect((await readAllowances(other, { ...question, chainId: null })).chainId).toBe(8453)
  expect(noAnswerText(new Error('down'))).toBe('The chain could not be read.')
})

test('no list of answers is not taken for one', async () => {
  await expect(readAllowances(() => Promise.resolve({ error: {} }), question)).rejects.toThrow()
})
