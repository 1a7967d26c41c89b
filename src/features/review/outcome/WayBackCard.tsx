import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useState } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import { revisionQueries } from '@/api/revisions.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Revision } from '@/api/schemas/apps/revision.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { previousRevision, valuesFromRevision } from '@/updates/plan/previous-revision.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'
import { HashAllowed } from '@/features/review/apply/HashAllowed.tsx'
import { signatureFor } from '@/updates/plan/update-plan.ts'

interface WayBackCardProps {
  cvm: Cvm
  correlationId: string
  chain: ChainConfig | null
  drafts: DraftHandle
}

/** After an update, whether it failed or went through: what the CVM had before, what differs, and whether going back needs a signature. */
export function WayBackCard({ cvm, correlationId, chain, drafts }: WayBackCardProps) {
  const revisions = useQuery({ ...revisionQueries.ofApp(cvm.appId ?? ''), enabled: cvm.appId !== null, refetchOnMount: 'always' })
  const previous = revisions.data ? previousRevision(revisions.data.revisions, cvm, { correlationId }) : null
  // Without an earlier revision, or without an answer about it, there is no way back to offer.
  return previous ? <PreviousRevision cvm={cvm} revision={previous} chain={chain} drafts={drafts} /> : null
}

interface PreviousRevisionProps extends Omit<WayBackCardProps, 'correlationId'> {
  revision: Revision
}

function PreviousRevision({ cvm, revision, chain, drafts }: PreviousRevisionProps) {
  const [showsDifference, setShowsDifference] = useState(false)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  // Shown for CVMs whose app id led to the revision.
  const { data: detail, error } = useQuery(revisionQueries.one(cvm.appId ?? '', revision.id))
  const { data: present } = useQuery({ ...cvmQueries.appCompose(cvm.id), refetchOnMount: 'always' })
  const filled = detail?.manifest && present ? valuesFromRevision(cvm, present, detail.manifest) : null

  async function editFrom(manifest: AppCompose) {
    const fresh = await queryClient.fetchQuery({ ...cvmQueries.appCompose(cvm.id), staleTime: 0 }).catch(() => present ?? null)
    const { baseline, values } = valuesFromRevision(cvm, fresh, manifest)
    drafts.save(baseline, values)
    await navigate({ to: '/cvms/$cvmId/edit', params: { cvmId: cvm.id } })
  }

  const cannot = error
    ? 'The files of this revision could not be read.'
    : !filled
      ? 'The files of this revision are being read.'
      : filled.isSame
        ? 'Its compose file, script and visibility are the stored ones already.'
        : null
  return (
    <Card title="The way back" icon={History} aside="previous revision">
      <div className="space-y-4">
        <DefinitionList>
          <Definition term="Revision">
            <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
              <CopyableId value={revision.id} label="revision id" />
              <span className="text-muted">
                {revision.createdAt ? (
                  <>
                    applied <Age by="server" at={revision.createdAt} />
                  </>
                ) : null}
                {revision.by ? ` by ${revision.by}` : null}
              </span>
            </span>
          </Definition>
          <Definition term="Compose hash">
            <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
              {revision.composeHash ? <CopyableId value={revision.composeHash} label="compose hash" /> : null}
              {isContractGoverned(cvm) && revision.composeHash ? (
                <HashAllowed cvm={cvm} chain={chain} composeHash={revision.composeHash} />
              ) : (
                <span className="text-muted">
                  {signatureFor(cvm, 'the revision').signature === 'none'
                    ? 'going back needs no signature'
                    : 'whether going back needs a signature is not known'}
                </span>
              )}
            </span>
          </Definition>
        </DefinitionList>
        <p className="text-13 text-muted">
          Its compose file, script and visibility can be put into the form, in place of the edits kept in this browser. Nothing is sent
          until you have reviewed it.
          {filled?.namesDiffer
            ? ' Its environment names differ from the present ones and are not taken over, so the compose hash will be a new one.'
            : null}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button variant="secondary" disabledReason={cannot} onClick={() => void (detail?.manifest && editFrom(detail.manifest))}>
            Edit from this revision
          </Button>
          {filled && !filled.isSame ? (
            <Button variant="quiet" aria-expanded={showsDifference} onClick={() => setShowsDifference(!showsDifference)}>
              {showsDifference ? 'Hide what differs' : 'Show what differs'}
            </Button>
          ) : null}
        </div>
        {showsDifference && filled ? (
          <>
            {(['composeYaml', 'preLaunchScript'] as const)
              .filter((name) => filled.values[name] !== filled.baseline[name])
              .map((name) => (
                <DiffView
                  key={name}
                  label={name === 'composeYaml' ? 'Compose file, now and before' : 'Pre-launch script, now and before'}
                  before={filled.baseline[name] ?? ''}
                  after={filled.values[name] ?? ''}
                />
              ))}
          </>
        ) : null}
      </div>
    </Card>
  )
}
