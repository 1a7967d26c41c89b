import { ApiError } from '@/api/api-error.ts'
import { maxIdsPerStop } from '@/api/batch-stop.ts'
import type { BatchStop } from '@/api/schemas/batch-stop.ts'
import type { CvmStatus } from '@/api/schemas/cvm-status.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { statusInSentence } from '@/domain/cvm-status.ts'
import type { Clock } from '@/lib/clock.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { restMs } from '@/runs/pace.ts'

export interface StopTarget {
  id: string
  vmUuid: string | null
  /** It was part of an earlier request whose effect nobody saw. */
  wasUncertain: boolean
}

export const stopOutcomeKinds = ['waiting', 'sending', 'accepted', 'skipped', 'error', 'unknown', 'not-sent'] as const

export interface StopOutcome {
  kind: (typeof stopOutcomeKinds)[number]
  /** A sentence that says more than the kind does. */
  detail?: string
}

export interface StopTools {
  stop: (cvmIds: string[]) => Promise<BatchStop>
  /** Keyed by VM uuid; may be repeated without harm. */
  look: (vmUuids: string[]) => Promise<Record<string, CvmStatus>>
  tell: (outcomes: ReadonlyMap<string, StopOutcome>) => void
  clock: Clock
  /** Once aborted, nothing more is sent; what was sent is still looked up. */
  signal: AbortSignal
}

export const mayRetry = ({ kind }: StopOutcome) => kind === 'error' || kind === 'unknown' || kind === 'not-sent'

const triesOfALook = 4
const triesWhenBusy = 6
/** A request whose answer was lost may still be worked on. */
const secondLookMs = 2_000

const isOff = ({ status }: CvmStatus) => status === 'stopped' || status === 'exited'
const isGoingDown = (status: CvmStatus) =>
  isOff(status) ||
  status.status === 'stopping' ||
  status.status === 'shutting_down' ||
  (status.inProgress && /stop|power_?off|shut/i.test(status.operationType ?? ''))

/** After these, no other request of this kind can succeed until a person does something. */
const endsTheRun = (error: unknown) =>
  !(error instanceof ApiError) || needsSignIn(error.kind) || ['not-permitted', 'not-offered', 'unreachable'].includes(error.kind)

const isLost = (error: unknown) => error instanceof ApiError && error.isUncertain && error.kind !== 'not-offered'
const isTooMany = (error: unknown) => error instanceof ApiError && error.kind === 'too-many-requests'
const wordsOf = (error: unknown) => (error instanceof Error && error.message ? error.message : 'The server gave no reason.')

/**
 * Stops CVMs, 50 a request, one request after the other. Each chunk is looked at before it is sent, so that nothing goes out for a CVM
 * that is stopped or busy, and after it, since the answer does not name the skipped and may be lost. No request is repeated by itself
 * but one that was refused for being too many. Every target ends with exactly one outcome; never throws.
 */
export async function stopMany(targets: readonly StopTarget[], tools: StopTools): Promise<void> {
  const { tell, signal } = tools
  let whyEnded: string | null = null
  for (const chunk of chunksOf(targets)) {
    if (signal.aborted) whyEnded ??= 'You ended the run before it was sent.'
    if (whyEnded !== null) tell(new Map(chunk.map(({ id }) => [id, { kind: 'not-sent', detail: whyEnded! }])))
    else whyEnded = await stopChunk(chunk, tools)
  }
}

/** Finds out, without sending any stop, what became of targets that may have been part of a request whose answer nobody saw. Never throws. */
export async function lookAfter(targets: readonly StopTarget[], tools: StopTools): Promise<void> {
  for (const chunk of chunksOf(targets)) await tellWhatCameOfIt(chunk, null, new Error('the page was closed'), tools)
}

/** As in "it is …". */
const inWords = ({ status }: CvmStatus) => statusInSentence(status)

const chunksOf = (targets: readonly StopTarget[]) =>
  Array.from({ length: Math.ceil(targets.length / maxIdsPerStop) }, (_, n) => targets.slice(n * maxIdsPerStop, (n + 1) * maxIdsPerStop))

/** Answers why nothing more should be sent, or null. */
async function stopChunk(chunk: readonly StopTarget[], tools: StopTools): Promise<string | null> {
  const { stop, tell } = tools
  tell(new Map(chunk.map(({ id }) => [id, { kind: 'sending' }])))
  let before: Record<string, CvmStatus>
  try {
    before = await lookAt(chunk, tools)
  } catch (error) {
    const detail = `Nothing was sent, because its state could not be read first. ${wordsOf(error)}`
    tell(new Map(chunk.map(({ id, wasUncertain }) => [id, { kind: wasUncertain ? 'unknown' : 'not-sent', detail }])))
    return endsTheRun(error) ? 'An earlier request got no usable answer.' : null
  }
  const known = new Map(chunk.map((target) => [target.id, withoutRequest(target, before)]))
  const sent = chunk.filter(({ id }) => known.get(id) === null)
  tell(new Map([...known].flatMap(([id, outcome]) => (outcome ? [[id, outcome] as const] : []))))
  if (sent.length === 0) return null

  let answer: BatchStop | null = null
  let lostBy: unknown = null
  try {
    answer = await patiently(() => stop(sent.map(({ id }) => id)), { tries: triesWhenBusy, mayRepeat: isTooMany, rows: sent, tools })
  } catch (error) {
    if (isTooMany(error) && tools.signal.aborted) {
      const detail = 'You ended the run while Phala Cloud asked to wait.'
      tell(new Map(sent.map(({ id }) => [id, { kind: 'not-sent', detail }])))
      return detail
    }
    if (!isLost(error)) {
      tell(new Map(sent.map(({ id }) => [id, { kind: 'error', detail: wordsOf(error) }])))
      return endsTheRun(error) ? wordsOf(error) : null
    }
    lostBy = error
  }
  return tellWhatCameOfIt(sent, answer, lostBy, tools)
}

async function tellWhatCameOfIt(
  sent: readonly StopTarget[],
  answer: BatchStop | null,
  lostBy: unknown,
  tools: StopTools,
): Promise<string | null> {
  const failed = new Map(answer?.errors.map(({ cvmId, error }) => [cvmId, error]))
  const isAllAccepted = answer !== null && answer.skipped === 0 && answer.stopped === sent.length - failed.size
  let after: Record<string, CvmStatus> | null = null
  let whyEnded: string | null = null
  try {
    after = await lookAt(sent, tools)
    if (answer === null && !sent.every((target) => hasGoneDown(target, after))) {
      await tools.clock.wait(secondLookMs)
      after = await lookAt(sent, tools)
    }
  } catch (error) {
    if (endsTheRun(error)) whyEnded = 'An earlier request got no usable answer.'
  }
  const outcomeOf = (target: StopTarget): StopOutcome => {
    const error = failed.get(target.id)
    if (error !== undefined) return { kind: 'error', detail: error }
    if (isAllAccepted || hasGoneDown(target, after)) return { kind: 'accepted' }
    const now = after?.[target.vmUuid ?? '']
    if (answer === null) {
      const detail = now
        ? `No usable answer came (${wordsOf(lostBy)}) and it is ${inWords(now)}. It was not sent again.`
        : 'No usable answer came, and its state could not be read. A retry looks first.'
      return { kind: now ? 'error' : 'unknown', detail }
    }
    if (!now) return { kind: 'unknown', detail: 'The server skipped some of this request, and this one’s state could not be read.' }
    return {
      kind: 'skipped',
      detail: now.inProgress ? 'Another operation has begun on it.' : `The server left it out; it is ${inWords(now)}.`,
    }
  }
  tools.tell(new Map(sent.map((target) => [target.id, outcomeOf(target)])))
  return whyEnded
}

async function lookAt(some: readonly StopTarget[], tools: StopTools) {
  const vmUuids = some.flatMap(({ vmUuid }) => (vmUuid === null ? [] : [vmUuid]))
  if (vmUuids.length === 0) return {}
  const mayRepeat = (error: unknown) => isTooMany(error) || isLost(error)
  return patiently(() => tools.look(vmUuids), { tries: triesOfALook, mayRepeat, rows: some, tools })
}

/** Repeats a request after the wait that the server asks for, and says until when. Once the run is ended it does not wait any more. */
async function patiently<Answer>(
  request: () => Promise<Answer>,
  {
    tries,
    mayRepeat,
    rows,
    tools,
  }: { tries: number; mayRepeat: (error: unknown) => boolean; rows: readonly StopTarget[]; tools: StopTools },
): Promise<Answer> {
  const { clock, signal, tell } = tools
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (error) {
      if (attempt === tries || !mayRepeat(error)) throw error
      const asked = error instanceof ApiError ? error.retryAfterSeconds : null
      const ms = restMs(asked, attempt - 1)
      if (asked !== null) {
        const until = formatExactTime(new Date(clock.now().getTime() + ms))
        tell(new Map(rows.map(({ id }) => [id, { kind: 'sending', detail: `Phala Cloud asks to wait until ${until}.` }])))
      }
      await clock.wait(ms, signal).catch(() => {})
      if (signal.aborted && asked !== null) throw error
    }
  }
}

const hasGoneDown = ({ vmUuid }: StopTarget, statuses: Record<string, CvmStatus> | null) => {
  const status = statuses?.[vmUuid ?? '']
  return status !== undefined && isGoingDown(status)
}

/** What is true of a CVM without sending anything for it; null when it has to be sent. */
function withoutRequest({ vmUuid, wasUncertain }: StopTarget, before: Record<string, CvmStatus>): StopOutcome | null {
  if (vmUuid === null) return { kind: 'skipped', detail: 'It has no VM yet.' }
  const status = before[vmUuid]
  if (!status) return { kind: 'error', detail: 'Not sent: the server does not know it, or not for this key.' }
  if (isGoingDown(status)) {
    if (wasUncertain) return { kind: 'accepted', detail: 'An earlier request has reached it. Nothing was sent again.' }
    return { kind: 'skipped', detail: isOff(status) ? 'It is stopped already.' : 'It is stopping already.' }
  }
  return status.inProgress ? { kind: 'skipped', detail: 'Another operation is under way on it.' } : null
}
