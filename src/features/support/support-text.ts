import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { reportText } from '@/api/reading/report-text.ts'
import type { ReportEntry } from '@/api/reading/contract-report.ts'
import type { SeenRequest } from '@/api/session/page-session.ts'
import type { ClockOffset } from '@/api/session/server-clock.ts'
import { isolated } from '@/lib/isolated.ts'
import { fields, type FieldName } from '@/updates/fields/fields.ts'
import type { Journal } from '@/updates/engine/update-journal.ts'

/** Everything that the text is made of. None of it holds a key, a token or a value of the environment. */
export interface SupportFacts {
  /** Of this console. */
  version: string
  /** ISO time by this computer's clock. */
  writtenAt: string
  config: Pick<RuntimeConfig, 'mode' | 'upstream'> & { chains: readonly { id: number; name: string }[] }
  /** The template of the page that one came from, such as `/cvms/$cvmId/edit`. */
  from: string | null
  /** As the browser names itself. */
  browser: string
  /** How far the server's clock is ahead; `null` while no answer told. */
  clock: ClockOffset | null
  /** Oldest first. */
  requests: readonly SeenRequest[]
  report: readonly ReportEntry[]
  /** Updates that this browser has on record, by CVM. */
  updates: readonly { id: string; value: Journal }[]
}

/**
 * One text for whoever helps: what this console is, what it asked lately, what it did not understand, and how far its updates came. Names
 * that people gave (of CVMs, and which fields an update changes) are left out unless `withNames`.
 */
export function supportText(facts: SupportFacts, { withNames }: { withNames: boolean }): string {
  const { config, from, clock } = facts
  const offset = clock === null ? 'not known' : `${seconds(clock.leastMs)} to ${seconds(clock.mostMs)}`
  const head = [
    `CVM console ${facts.version}, ${config.mode}, upstream ${config.upstream}`,
    `Written ${facts.writtenAt}; the server’s clock is ahead by: ${offset}`,
    `Page: ${from ?? 'not known'}`,
    `Browser: ${facts.browser}`,
    `Chains: ${config.chains.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'}`,
  ]
  return [
    head.join('\n'),
    section('Last requests, newest first', facts.requests.map(requestLine).toReversed()),
    reportText(facts.report, { upstream: config.upstream }),
    section(
      'Updates on record in this browser',
      facts.updates.flatMap(({ id, value }) => updateLines(id, value, withNames)),
    ),
  ].join('\n\n')
}

const section = (title: string, lines: readonly string[]) => [title, ...(lines.length > 0 ? lines : ['None.'])].join('\n')
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

function requestLine({ route, status, requestId, correlationId, startedAt, durationMs, serverDate }: SeenRequest): string {
  const ids = [requestId && `request ${requestId}`, correlationId && `correlation ${correlationId}`].filter(Boolean)
  const answer = status === 0 ? 'no answer' : String(status)
  const when = [new Date(startedAt).toISOString(), `${Math.round(durationMs)} ms`, ...(serverDate ? [`server ${serverDate}`] : []), ...ids]
  return `  ${route}: ${answer}; ${when.join('; ')}`
}

function updateLines(cvmId: string, journal: Journal, withNames: boolean): string[] {
  const { ticket, sent, attempt, transactionHash, verdict } = journal
  const changed = (Object.keys(journal.wanted) as FieldName[]).map((name) => fields[name].label)
  const facts: [string, string | undefined | null][] = [
    ['CVM', withNames ? `${cvmId} “${isolated(journal.cvmName)}”` : cvmId],
    ['applied', journal.startedAt],
    ['changes', withNames ? changed.join(', ') || (journal.redeploys ? `revision ${journal.redeploys.id}` : null) : null],
    ['sent', journal.isUnsent ? 'not yet' : null],
    ['compose hash to register', ticket?.composeHash],
    ['app contract', ticket && `${ticket.appContract} on chain ${ticket.chainId}`],
    ['own computation', verdict?.kind],
    ['wallet asked', attempt && `${attempt.startedAt}, account ${attempt.from}, nonce ${attempt.nonce}, from block ${attempt.fromBlock}`],
    ['transaction', sent && `${sent.transactionHash}, sent ${sent.sentAt}`],
    ['registered by', transactionHash],
    ['correlation id', journal.correlationId],
    ['ended', journal.endedAt],
  ]
  return facts.flatMap(([name, value], index) => (value ? [`${index === 0 ? '  ' : '    '}${name}: ${value}`] : []))
}
