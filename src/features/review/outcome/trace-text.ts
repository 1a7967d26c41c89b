import type { RegistrationTrace } from '@/chain/logs/registration-trace.ts'
import { type ChainName, networkTitle } from '@/domain/network-names.ts'
import { toBytes32 } from '@/domain/identifiers.ts'
import type { Journal } from '@/updates/engine/update-journal.ts'

/** Still to come, somebody else's doing, or nothing that this browser ever learned. */
type Missing = 'not yet' | 'not by this browser' | 'not on record'

/** One line of the trace: what it is, what is known of it, and what to say where that is nothing. */
export interface TraceLine {
  term: string
  value: string | null
  missing: Missing
}

/** What is on record about an on-chain update and what the chain adds, in the order in which it happened. */
export function traceLines(record: Journal, chain: ChainName | null, onChain: RegistrationTrace | null): TraceLine[] {
  const { ticket, attempt, sent, transactionHash, correlationId } = record
  if (!ticket) return []
  const announced = onChain?.announced ?? []
  const inEvent = announced.find((hash) => hash === toBytes32(ticket.composeHash)) ?? announced[0]

  const isRegistered = transactionHash !== undefined || correlationId !== undefined
  // A wallet that was asked may have sent it all the same, so it is not said to be somebody else's.
  const missingHere = !isRegistered ? 'not yet' : attempt ? 'not on record' : 'not by this browser'
  const missingTransaction = transactionHash === undefined && correlationId !== undefined ? 'not on record' : 'not yet'
  const line = (term: string, value: string | null | undefined, missing: Missing = 'not yet'): TraceLine => ({
    term,
    value: value ?? null,
    missing,
  })
  return [
    line('CVM', record.cvmName),
    line('Update sent', record.startedAt),
    line('Hash requested', `0x${ticket.composeHash}`),
    line('Asked at', ticket.issuedAt),
    line('App id', ticket.appId),
    line('App contract', ticket.appContract),
    line('Chain', networkTitle(ticket.chainId, chain)),
    line('Wallet asked', attempt?.startedAt, missingHere),
    line('Sent from', sent?.from, missingHere),
    line('Sent at', sent?.sentAt, missingHere),
    line('Transaction', transactionHash ?? onChain?.transactionHash ?? sent?.transactionHash, missingTransaction),
    line('Block', onChain ? `${onChain.blockNumber} at ${onChain.minedAt}` : null, missingTransaction),
    line('Hash in the event', onChain ? (inEvent ?? 'none from this contract') : null, missingTransaction),
    // Whoever confirmed it: the operation is known by this hash.
    line('Hash confirmed', correlationId ? `0x${ticket.composeHash}` : null),
    line('Correlation id', correlationId),
    line('Ended', record.endedAt),
  ]
}

/** The trace as a text for a ticket or a log. What it is made of holds no secret: no key, no value, no token. */
export const traceText = (lines: readonly TraceLine[]) =>
  ['Trace of an on-chain update', ...lines.map(({ term, value, missing }) => `${term}: ${value ?? missing}`)].join('\n')
