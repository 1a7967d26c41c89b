import { useSuspenseQuery } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { byRoute, lossWords, reportText } from '@/api/reading/report-text.ts'
import { configQuery } from '@/api/session-queries.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'

/** What this console did not understand of the server's answers since the page was opened, for whoever looks after either. */
export function MisreadAnswers() {
  const { report } = pageRecord.current()
  const entries = useSyncExternalStore(report.subscribe, report.snapshot)
  const { upstream } = useSuspenseQuery(configQuery).data
  return (
    <section aria-labelledby="misread" className="space-y-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="max-w-2xl">
          <h2 id="misread" className="text-14 font-semibold">
            Answers that were not understood
          </h2>
          <p className="mt-1 text-13 text-muted">
            Where the server answered in a format that this console does not know. Places and kinds only: the report contains no id and no
            value.
          </p>
        </div>
        {entries.length > 0 ? <CopyButton asButton="md" value={reportText(entries, { upstream })} label="the report" /> : null}
      </div>
      {entries.length === 0 ? (
        <EmptyState icon={CheckCheck} title="Everything was understood">
          Every answer read so far had the expected format.
        </EmptyState>
      ) : (
        byRoute(entries).map((found) => (
          <section
            key={`${found[0]!.route} ${found[0]!.version}`}
            aria-label={found[0]!.route}
            className="rounded border border-line bg-raised"
          >
            <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5">
              <code translate="no" className="font-mono text-12 font-medium [overflow-wrap:anywhere]">
                {found[0]!.route}
              </code>
              <span className="text-12 font-normal text-muted">asked for version {found[0]!.version}</span>
            </h3>
            <ul className="divide-y divide-line">
              {found.map(({ path, expected, found: kind, lost, count }) => (
                <li key={`${path} ${kind} ${lost}`} className="px-4 py-2.5 text-13">
                  <p>
                    <code translate="no" className="font-mono text-12 [overflow-wrap:anywhere]">
                      {path}
                    </code>{' '}
                    <span className="text-muted">{lossWords[lost]}</span>
                  </p>
                  <p className="mt-0.5 text-12 text-muted">
                    expected {expected}, found {kind}
                    {count > 1 ? `, ${count} times in one answer` : null}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </section>
  )
}
