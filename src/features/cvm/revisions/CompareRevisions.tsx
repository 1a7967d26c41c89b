import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { revisionQueries } from '@/api/revisions.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { revisionDifference } from '@/updates/plan/revision-difference.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { DifferenceView } from './DifferenceView.tsx'

interface CompareRevisionsProps {
  appId: string
  /** Newest first; at least two. */
  revisions: Revision[]
  namesCvm: boolean
}

/** The difference of any two revisions. Nothing is read before both are chosen. */
export function CompareRevisions({ appId, revisions, namesCvm }: CompareRevisionsProps) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const side = (label: string, value: string, choose: (id: string) => void) => (
    <Field label={label} className="min-w-0 flex-1 basis-64">
      <Select value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">Choose a revision</option>
        {revisions.map((revision) => (
          <option key={revision.id} value={revision.id}>
            {revisionName(revision, namesCvm)}
          </option>
        ))}
      </Select>
    </Field>
  )
  return (
    <Card title="Compare two revisions" icon={ArrowRight}>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        {side('Before', from, setFrom)}
        {side('After', to, setTo)}
      </div>
      {from !== '' && to !== '' ? (
        <div className="mt-4">
          <Difference appId={appId} from={from} to={to} />
        </div>
      ) : null}
    </Card>
  )
}

const revisionName = ({ createdAt, by, composeHash, cvmName }: Revision, namesCvm: boolean) =>
  [
    createdAt ? formatExactTime(createdAt) : 'time not reported',
    ...(by ? [by] : []),
    ...(composeHash ? [abbreviate(composeHash)] : []),
    ...(namesCvm && cvmName ? [cvmName] : []),
  ].join(' · ')

function Difference({ appId, from, to }: { appId: string; from: string; to: string }) {
  const before = useQuery(revisionQueries.one(appId, from))
  const after = useQuery(revisionQueries.one(appId, to))
  const failed = [before, after].find(({ error, data }) => error && !data)
  if (failed?.error) return <Absent what="The files of a revision" error={failed.error} onRetry={() => void failed.refetch()} />
  if (!before.data || !after.data) {
    return (
      <div aria-busy="true">
        <Skeleton className="h-40 w-full" />
      </div>
    )
  }
  if (!before.data.manifest || !after.data.manifest) {
    return <p className="text-13 text-muted">The server returns the files of one of them in a format that cannot be read here.</p>
  }
  return <DifferenceView label="the two revisions" difference={revisionDifference(before.data.manifest, after.data.manifest)} />
}
