import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import { revisionQueries } from '@/api/revisions.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { laterCopy } from '@/updates/plan/merge-baseline.ts'
import { planRedeploy } from '@/updates/plan/plan-redeploy.ts'
import { fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'
import { useHashAllowed } from '@/updates/verdict/use-hash-allowed.ts'
import type { UnreadRevision } from './RevisionUnread.tsx'
import type { Review } from './use-review.ts'
import { askManifestAgain } from './ask-manifest-again.ts'

/**
 * Putting a revision back, reviewed like an update: what it changes compared with what the server holds now. `review` is `null` while its
 * file is being read. Once it was sent it is shown as it was reviewed.
 */
export function useRedeployReview(
  cvm: Cvm,
  { update, chain, isFrozen, revisionId }: { update: UpdateHandle; chain: ChainConfig | null; isFrozen: boolean; revisionId: string },
): { review: Review | null; unread: UnreadRevision | null } {
  const queryClient = useQueryClient()
  const { data: revision, error } = useQuery({ ...revisionQueries.one(cvm.appId ?? '', revisionId), enabled: cvm.appId !== null })
  const present = useQuery(cvmQueries.appCompose(cvm.id)).data ?? null
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items
  const composeHash = revision?.composeHash ?? null
  const { isAllowed } = useHashAllowed(cvm, chain, composeHash)
  const [sent, setSent] = useState<Review | null>(null)
  const [moved, setMoved] = useState<string[]>([])
  const [isChecking, setChecking] = useState(false)
  const [checkError, setCheckError] = useState<Error | null>(null)

  if (isFrozen) return { review: sent, unread: null }
  const manifest = revision?.manifest
  // Without an app nobody can be asked for it.
  if (!manifest) return { review: null, unread: error ?? (revision || cvm.appId === null ? 'without files' : null) }
  const { plan, baseline, values, missingNames, settings, isInForce } = planRedeploy({
    cvm,
    present,
    revision: { manifest, composeHash },
    isAllowed,
    ...(operations ? { operations } : {}),
  })
  const redeploys = { id: revisionId, composeHash }
  const review: Review = {
    redeploys: { ...redeploys, missingNames, settings, isInForce },
    writtenOut: [],
    plan,
    baseline,
    values,
    problems: {},
    moved,
    isChecking,
    checkError,
    apply,
  }
  return { review, unread: null }

  /** Looks first whether the server's copy is still the one on screen. */
  async function apply() {
    if (isChecking) return
    setChecking(true)
    setCheckError(null)
    try {
      const asked = queryClient.fetchQuery({ ...cvmQueries.detail(cvm.id), staleTime: 0 })
      update.lookAhead({ cvm: asked, changesComposeHash: false })
      const [freshCvm, freshManifest] = await Promise.all([asked, askManifestAgain(queryClient, cvm.id, present)])
      const now = laterCopy(baseline, readBaseline(freshCvm, freshManifest))
      const movedNow = fieldNames.filter((name) => !sameValue(now[name], baseline[name]))
      setMoved(movedNow.map((name) => fields[name].label))
      if (movedNow.length > 0) return
      setSent(review)
      const at = new Date().toISOString()
      update.send({ type: 'review', submission: { write: { kind: 'redeploy', revision: redeploys }, wanted: plan.wanted, startedAt: at } })
      update.send({ type: 'apply', at })
    } catch (caught) {
      setCheckError(caught instanceof Error ? caught : new Error(String(caught)))
    } finally {
      setChecking(false)
    }
  }
}
