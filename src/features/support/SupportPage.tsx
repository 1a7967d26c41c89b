import { useSuspenseQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { browserStore } from '@/lib/storage.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import { version } from '../../../package.json'
import { MisreadAnswers } from './MisreadAnswers.tsx'
import { supportText } from './support-text.ts'

/** What somebody who helps needs to know, as one text that is read before it is copied. */
export function SupportPage() {
  const from = useLocation({ select: ({ state }) => pageBefore(state) })
  const { data: config } = useSuspenseQuery(configQuery)
  const scope = useRecordScope()
  const [withNames, setWithNames] = useState(false)
  // As of opening the page: a text that changes while it is read cannot be checked.
  const [facts] = useState(() => {
    const { requests, clock, report } = pageRecord.current()
    return {
      version,
      writtenAt: new Date().toISOString(),
      from,
      browser: navigator.userAgent,
      clock: clock.offset(),
      requests: requests.entries(),
      report: report.snapshot(),
      updates: scope ? journalRecords(browserStore, scope).list() : [],
    }
  })
  const text = supportText({ ...facts, config }, { withNames })
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <PageHeader
          title="Support details"
          description="Recent requests, answers that were not understood, and how far updates got. It contains no key, token or value, and nothing leaves this page unless you copy it."
          actions={<CopyButton asButton="md" value={text} label="the support details" />}
        />
        <Checkbox
          label="With names"
          hint="Of CVMs, and of the fields that an update changes."
          checked={withNames}
          onChange={(event) => setWithNames(event.target.checked)}
        />
        <section
          aria-label="The support details"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long enough to scroll, so the keyboard must reach it
          tabIndex={0}
          className="max-h-[60dvh] overflow-auto rounded border border-line bg-sunken p-4 print:max-h-none"
        >
          <pre translate="no" className="font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {text}
          </pre>
        </section>
      </div>
      <MisreadAnswers />
    </div>
  )
}

/** The template of the page that led here, where it said so. It stands in the history's state, which nobody can write into a link. */
function pageBefore(state: object): string | null {
  const from = 'from' in state ? state.from : null
  return typeof from === 'string' ? from : null
}
