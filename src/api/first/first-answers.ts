import { apiVersions } from '../session/request-headers.ts'

/** One request that was made before the code of its page was there, and its answer once it comes. */
export interface FirstAnswer {
  /** `Date.now()` and `performance.now()` at its start. */
  startedAt: number
  sentAt: number
  /** `performance.now()` when the answer began; `null` while it does not. */
  answeredAt: number | null
  response: Promise<Response>
}

declare global {
  // oxlint-disable-next-line no-var -- what a declaration of a global needs
  var firstAnswers: Map<string, FirstAnswer> | undefined
}

/** By what an answer depends on. They are asked for in the version that everything is asked for first. */
export const firstKey = (address: string, mark: string | null, version = apiVersions.first) => `${version} ${mark} ${address}`

/** What is older is asked for again: it is shown as what was read just now. */
const youngMs = 10_000

/** The answer to exactly this request, for whoever asks first: it is there once. */
export function takeFirstAnswer(...request: Parameters<typeof firstKey>): FirstAnswer | null {
  const key = firstKey(...request)
  const first = globalThis.firstAnswers?.get(key)
  globalThis.firstAnswers?.delete(key)
  return first && performance.now() - first.sentAt < youngMs ? first : null
}

/** `null` where it failed, or once `signal` is aborted: then it is for whoever asks to ask by itself. */
export const untilThere = ({ response }: FirstAnswer, signal: AbortSignal | undefined): Promise<Response | null> =>
  Promise.race([
    response.catch(() => null),
    new Promise<null>((give) => {
      signal?.addEventListener('abort', () => give(null))
    }),
  ])

/** What nobody took belonged to the session that ends. */
export const forgetFirstAnswers = () => globalThis.firstAnswers?.clear()
