/** What the fleet knows of a CVM, as far as naming it by an id needs. */
export interface KnownCvm {
  id: string
  name: string
  vmUuid: string | null
  workspaceId: string | null
}

export interface ScopeProblem {
  line: number
  /** The entry as written, cut to 60 characters. */
  entry: string
  reason: string
}

export interface ScopeIds {
  kind: 'ids'
  /** Each once, in the order of first appearance. */
  ids: string[]
  /** Not among the CVMs that are loaded: of another workspace, deleted, or never there. The preview tells. */
  notInFleet: string[]
  /** Loaded, but of another workspace than the signed-in one. */
  otherWorkspace: string[]
  duplicates: number
  /** The first entries that are no CVM ids; `problemCount` is how many there are. */
  problems: ScopeProblem[]
  problemCount: number
}

export type ScopeReading = { kind: 'empty' } | { kind: 'too-long'; characters: number } | { kind: 'too-many'; count: number } | ScopeIds

/** More text than this is not read at all. */
export const maxScopeCharacters = 4_000_000
/** A plan holds at most so many CVMs: 20 requests of 500. */
export const maxScopeIds = 10_000
const maxProblemsKept = 20

const idForm = /^cvm_[A-Za-z0-9]{1,64}$/
const uuidForm = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
const idColumnNames = new Set(['id', 'cvm', 'cvm_id', 'cvm id', 'cvmid', 'identifier'])

const plainUuid = (text: string) => text.replaceAll('-', '').toLowerCase()

/** Whether a text can be an id at all, whoever's it is. */
const looksLikeId = (text: string) => idForm.test(text) || uuidForm.test(text)

interface Cell {
  line: number
  text: string
}

/** Rows of cells, split at commas, semicolons and tabs; a quoted cell may hold any of them and `""` for a quote. */
function readRows(text: string): Cell[][] {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let cell = ''
  let line = 1
  let cellLine = 1
  let isQuoted = false
  const endCell = () => {
    const trimmed = cell.trim()
    row.push({ line: cellLine, text: trimmed })
    cell = ''
    cellLine = line
  }
  const endRow = () => {
    endCell()
    if (row.some(({ text }) => text !== '')) rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (isQuoted) {
      if (char === '"' && text[at + 1] === '"') {
        cell += '"'
        at++
      } else if (char === '"') isQuoted = false
      else {
        if (char === '\n') line++
        cell += char
      }
    } else if (char === '"' && cell.trim() === '') isQuoted = true
    else if (char === ',' || char === ';' || char === '\t') endCell()
    else if (char === '\n') {
      line++
      endRow()
      cellLine = line
    } else if (char !== '\r') cell += char
  }
  endRow()
  return rows
}

/** The entries that are meant as ids: the id column where the text is a table, else every word. */
function entriesOf(rows: Cell[][], isId: (text: string) => boolean): Cell[] {
  const header = rows[0] ?? []
  const named = header.findIndex(({ text }) => idColumnNames.has(text.toLowerCase()))
  if (named !== -1) return rows.slice(1).flatMap((row) => (row[named] && row[named].text !== '' ? [row[named]] : []))

  const isTable =
    rows.length > 0 && rows.every((row) => row.length > 1) && rows.some((row) => row.some(({ text }) => text !== '' && !isId(text)))
  if (isTable) {
    const column = header.findIndex((_, index) => rows.every((row) => isId(row[index]?.text ?? '')))
    if (column !== -1) return rows.map((row) => row[column]!) // every row has it, checked one line above
  }
  return rows.flatMap((row) =>
    row.flatMap(({ line, text }) =>
      text
        .split(/\s+/)
        .filter((word) => word !== '')
        .map((word) => ({ line, text: word })),
    ),
  )
}

/**
 * Reads pasted or uploaded CVM ids: one a line, separated by spaces or commas, or a CSV with an id column. Nothing in the text is ever
 * evaluated. An id of a loaded CVM is always taken, whatever its form, and a VM uuid becomes the id of its CVM where that is loaded.
 */
export function readScope(text: string, fleet: KnownCvm[], ownWorkspaceId: string | null): ScopeReading {
  if (text.length > maxScopeCharacters) return { kind: 'too-long', characters: text.length }
  const byId = new Map(fleet.map((cvm) => [cvm.id, cvm]))
  const byUuid = new Map(fleet.flatMap((cvm) => (cvm.vmUuid ? [[plainUuid(cvm.vmUuid), cvm] as const] : [])))
  const rows = readRows(text.replace(/^\uFEFF/, ''))
  const entries = entriesOf(rows, (entry) => byId.has(entry) || looksLikeId(entry))
  if (entries.length === 0) return { kind: 'empty' }

  const ids = new Set<string>()
  const notInFleet: string[] = []
  const otherWorkspace: string[] = []
  const problems: ScopeProblem[] = []
  let problemCount = 0
  let duplicates = 0
  for (const entry of entries) {
    const known = byId.get(entry.text) ?? (uuidForm.test(entry.text) ? byUuid.get(plainUuid(entry.text)) : undefined)
    if (!known && !looksLikeId(entry.text)) {
      problemCount++
      if (problems.length < maxProblemsKept) problems.push({ line: entry.line, entry: entry.text.slice(0, 60), reason: whyNot(entry.text) })
      continue
    }
    const id = known?.id ?? entry.text
    if (ids.has(id)) {
      duplicates++
      continue
    }
    ids.add(id)
    if (!known) notInFleet.push(id)
    else if (ownWorkspaceId !== null && known.workspaceId !== null && known.workspaceId !== ownWorkspaceId) otherWorkspace.push(id)
  }
  if (ids.size > maxScopeIds) return { kind: 'too-many', count: ids.size }
  return { kind: 'ids', ids: [...ids], notInFleet, otherWorkspace, duplicates, problems, problemCount }
}

function whyNot(entry: string): string {
  if (/^[=+\-@]/.test(entry)) return 'a formula, not a CVM id'
  if (/^(?:0x)?[0-9a-f]{40}$/i.test(entry)) return 'an app id or an instance ID; it may name several CVMs'
  if (/^\d+$/.test(entry)) return 'a number; a CVM id starts with cvm_'
  return 'not a CVM id; those start with cvm_'
}
