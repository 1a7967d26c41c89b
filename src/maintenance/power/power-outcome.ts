export const powerOutcomeKinds = ['waiting', 'sending', 'accepted', 'skipped', 'error', 'unknown', 'not-sent'] as const

/** What is known of one CVM of a run. */
export interface PowerOutcome {
  /** `waiting`: this run has sent nothing for it. `sending`: a request may be out, so it is looked up before anything else is said. */
  kind: (typeof powerOutcomeKinds)[number]
  /** A sentence that says more than the kind does. */
  detail?: string
  /** Of a row that waits: it was part of an earlier request whose effect nobody saw. */
  wasUncertain?: true
}

/** One CVM for which something is to be sent. */
export interface PowerTarget {
  id: string
  vmUuid: string | null
  /** It was part of an earlier request whose effect nobody saw. */
  wasUncertain: boolean
}

export const mayRetry = ({ kind }: PowerOutcome) => kind === 'error' || kind === 'unknown' || kind === 'not-sent'
/** Nobody knows yet, or ever knew, what became of it. */
export const isOpen = ({ kind }: PowerOutcome) => kind === 'waiting' || kind === 'sending'

export const mayHaveArrived = 'An earlier request may have reached it.'

/** A target for which this run has sent nothing yet; `why` says for what it waits besides its turn. */
export const waitingFor = ({ wasUncertain }: Pick<PowerTarget, 'wasUncertain'>, why?: string): PowerOutcome =>
  wasUncertain
    ? { kind: 'waiting', detail: why ? `${mayHaveArrived} ${why}` : mayHaveArrived, wasUncertain: true }
    : { kind: 'waiting', ...(why ? { detail: why } : {}) }

/** A target for which this run will send nothing any more. */
export const notSent = ({ wasUncertain }: Pick<PowerTarget, 'wasUncertain'>, why: string): PowerOutcome =>
  wasUncertain ? { kind: 'unknown', detail: `${why} ${mayHaveArrived}` } : { kind: 'not-sent', detail: why }

/** What is known of a row once nobody works on it any more. `sending` stays: it has to be looked up. */
export function afterClosing(outcome: PowerOutcome): PowerOutcome {
  if (outcome.kind !== 'waiting') return outcome
  // Earlier versions left the sentence alone on record.
  if (outcome.wasUncertain || outcome.detail === mayHaveArrived) return { kind: 'sending' }
  return { kind: 'not-sent', detail: 'The page was closed before it was sent.' }
}
