import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { browserStore } from '@/lib/storage.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import type { ShownFailure } from '@/ui/feedback/support-door.ts'
import { journalRecords } from '@/updates/engine/update-journal.ts'
import { version } from '../../../package.json'
import type { SupportFacts } from './support-text.ts'

/**
 * What the support details are made of, as of the first time that they are shown: a text that changes while it is read cannot be checked.
 * `from` is the template of the page that they are about.
 */
export function useSupportFacts(from: string | null, failure: ShownFailure | null): SupportFacts {
  const { data: config } = useSuspenseQuery(configQuery)
  const scope = useRecordScope()
  const [facts] = useState(() => {
    const { requests, clock, report } = pageRecord.current()
    return {
      version,
      writtenAt: new Date().toISOString(),
      from,
      failure,
      browser: navigator.userAgent,
      clock: clock.offset(),
      requests: requests.entries(),
      report: report.snapshot(),
      updates: scope ? journalRecords(browserStore, scope).list() : [],
    }
  })
  return { ...facts, config }
}
