/** Which of the first links an error of the library speaks of. */
export type AccusedLink = 'quote' | 'tcb' | 'debug'

/**
 * The library throws one kind of error for everything, so its texts are what tells them apart; a test holds every one of them. What is not
 * listed accuses the quote.
 *
 * The level is looked up last, when every signature was found good: these errors leave the quote standing.
 */
const afterAllSignatures: readonly [RegExp, AccusedLink][] = [
  [/^Fmspc mismatch$/, 'tcb'],
  [/^TDX quote with non-TDX TCB info in the collateral$/, 'tcb'],
  [/^No matching TCB level found$/, 'tcb'],
  [/^No (?:SGX|TDX) components in the TCB info$/, 'tcb'],
  [/^TCB status is invalid: /, 'tcb'],
  [/^Debug mode is enabled$/, 'debug'],
  [/^Reserved bits in TD attributes are set$/, 'debug'],
  [/^SEPT_VE_DISABLE is not enabled$/, 'debug'],
  [/^Invalid mr service td$/, 'debug'],
]

/** The link that an error of the library speaks of. Whatever is not `quote` was noticed after all signatures had been found good. */
export const accusedBy = (message: string): AccusedLink => afterAllSignatures.find(([pattern]) => pattern.test(message))?.[1] ?? 'quote'

/** Whether an error of the library speaks of a date alone. */
export const isOfDate = (message: string): boolean => /^(?:TCBInfo|QE Identity) (?:expired|issue date is in the future)$/.test(message)
