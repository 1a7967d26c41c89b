import type { Cvm } from '@/domain/cvm.ts'
import { type AskedAction, type AskingState, cvmCan } from '@/domain/cvm-capabilities.ts'
import { cvmTabs } from '@/domain/cvm-tabs.ts'
import { abbreviate, parseAppId, searchedText } from '@/domain/identifiers.ts'
import { type CvmMatch, findCvms, rankOfName, ranks } from './find-cvms.ts'
import { isolated } from '@/lib/isolated.ts'

/** Where an entry leads, in the router's words. */
export type Target =
  | { to: '/cvms' | '/history' | '/unfinished' | '/instance-ids' }
  | { to: '/support' }
  | { to: '/cvms/$cvmId'; params: { cvmId: string }; search: { tab?: string }; state?: object }
  | { to: '/cvms/$cvmId/edit'; params: { cvmId: string } }

export type PlaceKind = 'fleet' | 'history' | 'unfinished' | 'instance-ids' | 'support' | 'edit' | 'tab' | 'ask' | AskedAction

/** What is done at once, in place. */
export interface Act {
  kind: 'copy' | 'theme-system' | 'theme-light' | 'theme-dark' | 'keys' | 'sign-out'
  key: string
  label: string
  run: () => void
}

/** What can be opened or done. `key` stays the same while results come and go. */
export type Entry =
  | { kind: 'cvm'; key: string; target: Target; match: CvmMatch }
  | { kind: PlaceKind; key: string; target: Target; label: string; disabledReason?: string | null }
  | Act

/** Why it cannot be opened now; it stays and says so. */
export const reasonAgainst = (entry: Entry): string | null => ('disabledReason' in entry ? (entry.disabledReason ?? null) : null)

/** The id of an entry's element. */
export const optionId = (listId: string, key: string) => `${listId}-${encodeURIComponent(key)}`

export interface Section {
  title: string
  entries: Entry[]
}

export interface SearchSubject {
  cvms: readonly Cvm[]
  /** The CVM whose page is open. */
  here: Cvm | undefined
  /** Why `here` may not be changed with this key, as far as it is known. */
  editReason: string | null
  /** Ids of CVMs that were opened before, the last one first. */
  visited: readonly string[]
  isAdmin: boolean
  /** What the console itself can do, wherever one is. */
  acts: readonly Act[]
  /** Puts an id into the clipboard. */
  copy: (text: string, what: string) => void
}

export interface Results {
  sections: Section[]
  /** How many there are, also of those that are not listed. */
  total: number
  /** CVMs that match but are not listed. */
  unlisted: number
}

/** More than anyone reads; who has more types on. */
export const mostCvms = 50

/** What there is to open for what was typed. */
export const resultsFor = (typed: string, subject: SearchSubject): Results =>
  typed.trim() === '' ? offeredFirst(subject) : findEntries(typed, subject)

/** Before anything is typed: what one was busy with, and where one can go. */
function offeredFirst({ cvms, here, editReason, visited, isAdmin, acts }: SearchSubject): Results {
  const recent = visited.filter((id) => id !== here?.id).flatMap((id) => cvms.filter((cvm) => cvm.id === id))
  return listed([
    { title: titleOf(here), entries: here ? placesOfCvm(here, editReason) : [] },
    { title: 'Recently opened', entries: recent.map((cvm) => cvmEntry({ cvm, rank: ranks.whole, id: null })) },
    { title: 'Go to', entries: pages(isAdmin) },
    { title: 'Console', entries: [...acts] },
  ])
}

/** What matches, the section with the best match first. */
function findEntries(typed: string, { cvms, here, editReason, isAdmin, acts, copy }: SearchSubject): Results {
  const { matches, total } = findCvms(cvms, typed, mostCvms)
  const ofHere = matching(here ? [...placesOfCvm(here, editReason), ...copies(here, copy)] : [], typed)
  const ofPages = matching(pages(isAdmin), typed)
  const ofActs = matching(acts, typed)
  const ask = matches[0]?.rank === ranks.whole ? null : askFor(typed)
  const sections = [
    { title: titleOf(here), ...ofHere },
    { title: 'CVMs', entries: matches.map(cvmEntry), rank: matches[0]?.rank ?? noRank },
    { title: 'Go to', ...ofPages },
    { title: 'Console', ...ofActs },
    { title: 'Not among the loaded CVMs', entries: ask ? [ask] : [], rank: noRank },
  ]
  return listed(
    sections.sort((a, b) => a.rank - b.rank),
    total - matches.length,
  )
}

/** Behind every rank. */
const noRank = 100

const titleOf = (here: Cvm | undefined) => (here ? `This CVM: ${isolated(here.name)}` : '')

function listed(sections: Section[], unlisted = 0): Results {
  const total = sections.reduce((sum, { entries }) => sum + entries.length, unlisted)
  return { sections: sections.filter(({ entries }) => entries.length > 0), total, unlisted }
}

const cvmEntry = (match: CvmMatch): Entry => ({
  kind: 'cvm',
  key: match.cvm.id,
  target: { to: '/cvms/$cvmId', params: { cvmId: match.cvm.id }, search: {} },
  match,
})

type Place = Exclude<Extract<Entry, { label: string }>, Act>

const pages = (isAdmin: boolean): Place[] => [
  { kind: 'fleet', key: 'fleet', label: 'Fleet', target: { to: '/cvms' } },
  { kind: 'history', key: 'history', label: 'History', target: { to: '/history' } },
  { kind: 'unfinished', key: 'unfinished', label: 'Unfinished', target: { to: '/unfinished' } },
  ...(isAdmin ? [{ kind: 'instance-ids', key: 'instance-ids', label: 'Instance IDs', target: { to: '/instance-ids' } } as const] : []),
  { kind: 'support', key: 'support', label: 'Support details', target: { to: '/support' } },
]

/** A CVM that is off is there to be started, any other to be restarted or shut down. Its own page asks whether it is meant. */
function askable(cvm: Cvm, notPermitted: string | null): Place[] {
  const isOff = cvm.status === 'stopped' || cvm.status === 'error'
  return (isOff ? (['start'] as const) : (['restart', 'shutdown'] as const)).map((asks) => {
    const able = cvmCan[asks](cvm)
    return {
      kind: asks,
      key: asks,
      label: { start: 'Start', restart: 'Restart', shutdown: 'Shut down' }[asks],
      target: { to: '/cvms/$cvmId', params: { cvmId: cvm.id }, search: {}, state: { asks } satisfies AskingState },
      disabledReason: notPermitted ?? (able.can ? null : able.reason),
    }
  })
}

/** Only for who types for them: at first they would push what is more often wanted out of sight. */
const copies = ({ id, appId, instanceId, composeHash }: Cvm, copy: SearchSubject['copy']): Act[] =>
  Object.entries({ 'CVM id': id, 'app id': appId, 'instance id': instanceId, 'compose hash': composeHash }).flatMap(([what, text]) =>
    text ? [{ kind: 'copy', key: `copy-${what}`, label: `Copy ${what}`, run: () => copy(text, what) }] : [],
  )

const placesOfCvm = (cvm: Cvm, editReason: string | null): Place[] => [
  {
    kind: 'edit',
    key: 'edit',
    label: 'Edit',
    target: { to: '/cvms/$cvmId/edit', params: { cvmId: cvm.id } },
    disabledReason: editReason,
  },
  ...askable(cvm, editReason),
  ...cvmTabs.map(({ id, label }): Place => ({
    kind: 'tab',
    key: `tab-${id}`,
    label,
    target: { to: '/cvms/$cvmId', params: { cvmId: cvm.id }, search: id === 'overview' ? {} : { tab: id } },
  })),
]

/** Each word of a name may be where the typed text begins. */
function matching<Named extends Place | Act>(all: readonly Named[], typed: string): { entries: Named[]; rank: number } {
  const text = searchedText(typed)
  const matches = all.flatMap((one) => {
    const rank = rankOfName(one.label.toLowerCase(), text)
    return rank === null ? [] : [{ one, rank }]
  })
  matches.sort((a, b) => a.rank - b.rank)
  return { entries: matches.map(({ one }) => one), rank: matches[0]?.rank ?? noRank }
}

/**
 * An id that no loaded CVM has may still be known to the server. Only what has the form of an id becomes part of an address: anything else
 * that was pasted here stays here.
 */
function askFor(typed: string): Place | null {
  const text = typed.trim()
  const app = parseAppId(text.replace(/^app_/i, ''))
  const cvmId = app
    ? `app_${app}`
    : /^(?:cvm_\w+|instance_[\da-f]{40}|[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12})$/i.test(text)
      ? text
      : null
  if (cvmId === null) return null
  return {
    kind: 'ask',
    key: 'ask',
    label: app ? `Open app ${abbreviate(app)}` : `Open ${abbreviate(cvmId, 12)}`,
    target: { to: '/cvms/$cvmId', params: { cvmId }, search: {} },
  }
}
