import type { RegistrationTrace } from '@/chain/registration-trace.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import type { Journal } from '@/updates/update-journal.ts'

/** One line of the trace: what it is, and what is known of it. `null`: not yet, or not from here. */
export type TraceLine = [term: string, value: string | null]

/** What is on record about an on-chain update and what the chain adds, in the order in which it happened. */
export function traceLines(record: Journal, chainName: string | null, onChain: RegistrationTrace | null): TraceLine[] {
  const { ticket, tx, proof } = record
  if (!ticket) return []
  const announced = onChain?.announced ?? []
  const inEvent = announced.find((hash) => parseHash32(hash) === ticket.composeHash) ?? announced[0]
  return [
    ['CVM', record.cvmName],
    ['Update sent', record.startedAt],
    ['Hash asked for', `0x${ticket.composeHash}`],
    ['Asked at', ticket.issuedAt],
    ['App id', ticket.appId],
    ['App contract', ticket.appContract],
    ['Chain', `${chainName ?? 'chain'} (id ${ticket.chainId})`],
    ['Wallet asked', record.attempt?.startedAt ?? null],
    ['Sent from', tx?.from ?? null],
    ['Sent at', tx?.sentAt ?? null],
    ['Transaction', proof ?? tx?.hash ?? null],
    ['Block', onChain ? `${onChain.blockNumber} at ${onChain.minedAt}` : null],
    ['Hash in the event', onChain ? (inEvent ?? 'none from this contract') : null],
    // The server took exactly this one together with the transaction.
    ['Hash confirmed', record.correlationId && proof ? `0x${ticket.composeHash}` : null],
    ['Correlation id', record.correlationId ?? null],
    ['Ended', record.endedAt ?? null],
  ]
}

/** The trace as a text for a ticket or a log. What it is made of holds no secret: no key, no value, no token. */
export const traceText = (lines: readonly TraceLine[]) =>
  ['Trace of an on-chain update', ...lines.map(([term, value]) => `${term}: ${value ?? '-'}`)].join('\n')
