import type { ReportEntry } from './contract-report.ts'

type Told = Pick<ReportEntry, 'route' | 'version' | 'path' | 'expected' | 'found' | 'lost' | 'count'>

/** What could not be shown because of a place. */
export const lossWords: Record<ReportEntry['lost'], string> = {
  field: 'shown as not reported',
  record: 'left out of its list',
  answer: 'nothing of it could be shown',
}

/** Under each route, in the order in which they came. */
export function byRoute<Entry extends Pick<ReportEntry, 'route' | 'version'>>(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = `${entry.route} ${entry.version}`
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()]
}

/** The report as text for a bug report: routes, versions, places and kinds; never an id or a value. */
export function reportText(entries: readonly Told[], { upstream }: { upstream: string }): string {
  const head = [`Answers of ${upstream} that this console did not understand`, '']
  if (entries.length === 0) return [...head, 'None.'].join('\n')
  const blocks = byRoute(entries).map((found) =>
    [
      ...found.slice(0, 1).map(({ route, version }) => `${route} (asked for ${version})`),
      ...found.map(
        ({ path, expected, found: kind, lost, count }) =>
          `  ${path}: expected ${expected}, found ${kind}${count > 1 ? `, ${count} times in one answer` : ''}; ${lossWords[lost]}`,
      ),
    ].join('\n'),
  )
  return [...head, blocks.join('\n\n')].join('\n')
}
