import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { reportText } from '@/api/reading/report-text.ts'
import type { ReportEntry } from '@/api/reading/contract-report.ts'
import type { SeenRequest } from '@/api/session/page-session.ts'
import type { ClockOffset } from '@/api/session/server-clock.ts'
import { isolated } from '@/lib/isolated.ts'
import { fields, type FieldName } from '@/updates/fields/fields.ts'
import type { ShownFailure } from '@/ui/feedback/support-door.ts'
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
  /** What it is about; `null` where somebody only asks. */
  failure: ShownFailure | null
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
 * that people gave (of CVMs, and which fields an update changes) are left out unless `withNames`, and so are words of the server and of
 * errors, which may hold any. `secrets` are those that this page holds: should one stand in such words, it is left out whatever was asked for.
 */
export function supportText(facts: SupportFacts, { withNames, secrets }: { withNames: boolean; secrets: readonly string[] }): string {
  const { config, from, clock, failure } = facts
  const offset = clock === null ? 'not known' : `${seconds(clock.leastMs)} to ${seconds(clock.mostMs)}`
  const head = [
    `CVM console ${facts.version}, ${config.mode}, upstream ${config.upstream}`,
    `Written ${facts.writtenAt}; the server’s clock is ahead by: ${offset}`,
    `Page: ${from ?? 'not known'}`,
    `Browser: ${facts.browser}`,
    `Chains: ${config.chains.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'}`,
  ]
  const parts = [
    head.join('\n'),
    ...(failure ? [section('The failure', failureLines(failure, withNames))] : []),
    section('Last requests, newest first', facts.requests.map(requestLine).toReversed()),
    reportText(facts.report, { upstream: config.upstream }),
    section(
      'Updates on record in this browser',
      facts.updates.flatMap(({ id, value }) => updateLines(id, value, withNames)),
    ),
  ]
  return withoutSecrets(parts.join('\n\n'), secrets)
}

/** Method and status, as `describeFailure` writes them; anything else in that place is an error's own words. */
const plainDetails = /^[A-Z]{3,7}, (?:no answer|status \d{3})$/

function failureLines({ title, message, details, code, requestId }: ShownFailure, withNames: boolean): string[] {
  const isPlain = details !== null && plainDetails.test(details)
  const words = [message, isPlain ? null : details].filter(Boolean)
  return [
    `  ${title}`,
    ...(isPlain ? [`  ${details}`] : []),
    ...(code ? [`  code ${code}`] : []),
    ...(requestId ? [`  request ${requestId}`] : []),
    ...(words.length === 0
      ? []
      : withNames
        ? words.map((said) => `  in its words: ${said}`)
        : ['  its words are left out, since they may name something']),
  ]
}

/** Keys by their shape, and what an address or a header gives away by its name. */
const shapes = [/\bphak_[\w-]+/g, /(?<=\b(?:token|secret|api[_-]?key|authorization)["']?\s*[=:]\s*["']?(?:bearer\s+)?)[^\s"'&,;]+/gi]

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, leftOut), text)
  return shapes.reduce((left, shape) => left.replaceAll(shape, leftOut), known)
}

const leftOut = '(left out)'

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
