import { BaseError, HttpRequestError, TimeoutError } from 'viem'
import { getBlockNumber } from 'viem/actions'
import type { Bytes32, Hex, TransactionHash } from '@/domain/identifiers.ts'
import { toTransactionHash } from '../transaction/transaction-hash.ts'
import type { ChainClient } from '../chain-client.ts'
import type { OwnerMethod } from '../owner-methods.ts'
import { isTired as isTiredNode } from '../unread.ts'

/** topic0 of what the contract says when it made a call. The argument is not indexed: a node finds the event, not the hash or device. */
export const announcedBy: Record<OwnerMethod, Hex> = {
  // ComposeHashAdded(bytes32)
  addComposeHash: '0xfecb34306dd9d8b785b54d65489d06afc8822a0893ddacedff40c50a4942d0af',
  // DeviceAdded(bytes32)
  addDevice: '0x67fc71ab96fe3fa3c6f78e9a00e635d591b7333ce611c0380bc577aac702243b',
}

export interface FoundRegistration {
  transactionHash: TransactionHash
  blockNumber: bigint
}

export interface LogSearch {
  found: FoundRegistration | null
  /** Where nothing was found and the search ended early: the oldest block that was looked at. */
  searchedBackTo: bigint | null
}

/** No public node, and not the gateway either, answers for more blocks at once. */
const widestSpan = 10_000n
const requestLimit = 40
/** Two weeks of a chain with a block every two seconds, which is as long as a prepared update lives, take 61 of the widest. */
const boundedRequestLimit = 240
/** Spans that travel as one batch, once it is known how wide they may be. */
const atOnce = 8

/**
 * The newest transaction in which the app contract announced that it allows this hash or device. Looks from `toBlock`, else the newest one,
 * back to `fromBlock`. Public nodes limit how many blocks one request may span, each in other words: where a refusal names a range it is used, and
 * otherwise the same is asked again in halves. Ends after 40 requests (400,000 blocks at most), with a `fromBlock` after 240, or where the
 * node keeps no older logs, and says how far it came. Rejects when the chain cannot be asked, also when it stops answering on the way.
 */
export async function findAnnouncement(
  client: ChainClient,
  {
    appContract,
    method,
    argument,
    fromBlock,
    toBlock,
  }: { appContract: Hex; method: OwnerMethod; argument: Bytes32; fromBlock?: bigint; toBlock?: bigint },
): Promise<LogSearch> {
  const oldest = fromBlock ?? 0n
  const newestOfAll = toBlock ?? (await getBlockNumber(client))
  let newest = newestOfAll
  let span = widestSpan
  let isSpanKnown = false
  let left = fromBlock === undefined ? requestLimit : boundedRequestLimit
  while (newest >= oldest && left > 0) {
    const spans = spansBack(newest, oldest, span, Math.min(isSpanKnown ? atOnce : 1, left))
    left -= spans.length
    // oxlint-disable-next-line no-await-in-loop -- older blocks matter only where newer ones hold nothing
    const answers = await Promise.allSettled(spans.map((blocks) => logsIn(client, appContract, announcedBy[method], blocks)))
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 'fulfilled') {
        isSpanKnown = true
        const found = answer.value.findLast(({ data }) => data.toLowerCase() === argument.toLowerCase())
        if (found)
          return {
            found: { transactionHash: toTransactionHash(found.transactionHash), blockNumber: BigInt(found.blockNumber) },
            searchedBackTo: null,
          }
        newest = spans[index]!.first - 1n
      } else {
        if (isUnreachable(answer.reason) || isTired(answer.reason)) throw answer.reason
        if (span === 1n) {
          if (newest === newestOfAll) throw answer.reason
          return { found: null, searchedBackTo: newest + 1n }
        }
        span = rangeNamedIn(answer.reason, span) ?? span / 2n
        break // what lies further back is asked for again, in the new width
      }
    }
  }
  return { found: null, searchedBackTo: newest >= oldest ? newest + 1n : null }
}

interface Span {
  first: bigint
  last: bigint
}

function spansBack(newest: bigint, oldest: bigint, width: bigint, most: number): Span[] {
  const spans: Span[] = []
  for (let last = newest; last >= oldest && spans.length < most; last -= width) {
    spans.push({ first: last - width + 1n > oldest ? last - width + 1n : oldest, last })
  }
  return spans
}

interface Log {
  data: string
  transactionHash: Hex
  blockNumber: Hex
}

const hex = (block: bigint): Hex => `0x${block.toString(16)}`

/** Asked in plain JSON-RPC: viem's own way brings along how to decode every kind of event. */
async function logsIn(client: ChainClient, address: Hex, topic: Hex, { first, last }: Span): Promise<Log[]> {
  const logs = await client.request({
    method: 'eth_getLogs',
    params: [{ address, topics: [topic], fromBlock: hex(first), toBlock: hex(last) }],
  })
  // One that is not in a block yet has no number.
  return logs.filter((log) => log.blockNumber !== null) as Log[]
}

/** No answer, or none from the node itself. Any other refusal may be about the span of the request. */
const isUnreachable = (error: unknown) =>
  error instanceof BaseError &&
  error.walk((inner) => {
    if (inner instanceof TimeoutError) return true
    return inner instanceof HttpRequestError && (inner.status === undefined || inner.status === 429 || inner.status >= 500)
  }) !== null

const wordsOf = (error: unknown) => (error instanceof BaseError ? error.details : '')

/** Too many requests for now, which says nothing about the span. One code serves for that and for too many results as well. */
const isTired = (error: unknown) => isTiredNode(error) && !/block|range|results|logs/i.test(wordsOf(error))

/**
 * The range that a node's refusal names, when it is narrower than the one asked for: as two block numbers in hex, as in "this block range
 * should work: [0x1, 0xa]", or as a count of blocks, as in "limited to a 2,000 block range" or "maximum block range: 500". Other numbers,
 * such as requests a second, are none.
 */
function rangeNamedIn(error: unknown, asked: bigint): bigint | null {
  const words = wordsOf(error)
  const pair = /(0x[0-9a-f]{1,12})\W{1,4}(0x[0-9a-f]{1,12})/i.exec(words)
  const counts = [...words.matchAll(/(\d[\d,_]*)(k?)[ -]?blocks?\b|\b(?:block|range)s?\b[^\d.]{0,24}?(\d[\d,_]*)(k?)\b/gi)]
  const named = [
    ...(pair ? [BigInt(pair[2]!) - BigInt(pair[1]!) + 1n] : []),
    ...counts.map(([, one, k, other, otherK]) => BigInt((one ?? other)!.replaceAll(/[,_]/g, '')) * (k || otherK ? 1000n : 1n)),
  ].filter((count) => count > 0n && count < asked)
  return named.reduce<bigint | null>((least, count) => (least === null || count < least ? count : least), null)
}
