import { BaseError, ExecutionRevertedError, HttpRequestError, RpcRequestError, TimeoutError } from 'viem'

/** What nodes answer when they are tired, also with status 200 and for one call of a batch: too many requests, over a limit. */
const tiredCodes = new Set([-32005, -32016, 429])

/** A node that turns requests away for now. Says nothing about what was asked for. */
export const isTired = (error: unknown): boolean => has(error, (inner) => inner instanceof RpcRequestError && tiredCodes.has(inner.code))

/**
 * Whether a read failed on its way: no answer, or a refusal of the node's. Everything else is an answer of the contract's, if only that it
 * does not know the question.
 */
export function isUnread(error: unknown): boolean {
  if (isTired(error) || has(error, (inner) => inner instanceof HttpRequestError || inner instanceof TimeoutError)) return true
  if (has(error, (inner) => inner instanceof ExecutionRevertedError)) return false
  // A revert has code 3, or brings data along; some nodes wrap it into an internal error.
  return has(error, (inner) => inner instanceof RpcRequestError && inner.code !== 3 && inner.data === undefined)
}

const has = (error: unknown, test: (inner: unknown) => boolean) => error instanceof BaseError && error.walk(test) !== null
