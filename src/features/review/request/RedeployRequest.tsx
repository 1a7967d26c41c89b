import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface RedeployRequestProps {
  cvmId: string
  /** `missingNames` are variables that it reads and the CVM has no value for. */
  revision: { id: string; missingNames: string[] }
}

/** The request that puts a revision back. It has no body: the server holds the revision. */
export function RedeployRequest({ cvmId, revision: { id, missingNames } }: RedeployRequestProps) {
  const line = `POST /cvms/${cvmId}/revisions/${id}/redeploy`
  return (
    <>
      {missingNames.length > 0 ? (
        <Notice tone="caution" title="It reads variables that have no value now.">
          {missingNames.join(', ')}: values are not part of a revision. Edit the CVM instead if it needs them to start.
        </Notice>
      ) : null}
      <Card title="Request" aside={<CopyButton value={line} label="request" withText />}>
        <code translate="no" className="block font-mono text-12 [overflow-wrap:anywhere]">
          {line}
        </code>
        <p className="mt-2 text-12 text-muted">It has no body: Phala Cloud holds the files of the revision.</p>
      </Card>
    </>
  )
}
