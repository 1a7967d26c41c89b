import { useMemo, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'
import { type Draft, restoreDraft } from '@/updates/drafts/draft-store.ts'
import { type FieldProblems, editProblems } from '@/updates/fields/edit-problems.ts'
import { envKeyQuery, withEncryptedEnvironment } from '@/updates/environment/env-key-query.ts'
import { namesAfter } from '@/updates/environment/environment-set.ts'
import { isMergedByLine, laterCopy, storedTextUnread } from '@/updates/plan/merge-baseline.ts'
import { type EditValues, type FieldName, fieldNames, fields, readBaseline } from '@/updates/fields/fields.ts'
import type { RevisionRef, Submission, Write } from '@/updates/engine/update-machine.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { RevisionDifference } from '@/updates/plan/revision-difference.ts'
import { planUpdate, type UpdatePlan } from '@/updates/plan/update-plan.ts'
import { absentKeys, goesAlone } from '@/updates/plan/whole-manifest.ts'
import { writeOfPlan } from '@/updates/plan/write-of-plan.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import { useEnvironment } from '@/updates/environment/use-environment.ts'
import { useUnsavedWork } from '@/ui/layout/use-unsaved-work.ts'
import { hasValues } from '@/updates/environment/environment-set.ts'
import { useForgetEnvironmentOnLeave } from '@/updates/environment/use-forget-environment.ts'
import { askManifestAgain } from './ask-manifest-again.ts'

const environmentIsOpen = 'The environment’s values have to be entered.'
const textIsUnmerged = 'It was changed elsewhere too. In the form both are merged: what does not touch by itself, the rest as you decide.'

interface RedeployFacts {
  /** Names that it reads and the CVM has no value for. */
  missingNames: string[]
  /** What changes besides the fields of the plan. */
  settings: RevisionDifference['settings'] | null
  /** Nothing is left to put back. */
  isInForce: boolean
}

export interface Review {
  /** The revision that is put back, instead of edits. */
  redeploys: (RevisionRef & RedeployFacts) | null
  /** Keys that the stored manifest lacks, and that are written out where it is sent whole, as JSON. */
  writtenOut: { key: string; value: string }[]
  plan: UpdatePlan
  baseline: EditValues
  values: EditValues
  problems: FieldProblems
  /** Fields whose stored value moved since this was shown, in the words of the form. */
  moved: string[]
  isChecking: boolean
  /** The look at the server before applying failed. */
  checkError: Error | null
  /**
   * Looks whether the server's copy is still the one on screen; applies if so, shows the new difference if not. With `prepareOnly` it is
   * prepared for approval elsewhere instead.
   */
  apply: (options?: { prepareOnly: true }) => Promise<void>
}

const writtenOut = (manifest: AppCompose, changes: object) =>
  Object.entries(absentKeys(manifest)).flatMap(([key, value]) => (key in changes ? [] : [{ key, value: JSON.stringify(value) }]))

function applyNow(update: UpdateHandle, submission: Omit<Submission, 'startedAt'>) {
  const startedAt = new Date().toISOString()
  update.send({ type: 'review', submission: { ...submission, startedAt } })
  update.send({ type: 'apply', at: startedAt })
}

/**
 * The edits of a draft against what the server holds now. `isFrozen` is set once they were sent: from then on they are shown as they were
 * reviewed, since the server's copy takes them over.
 */
export function useReview(cvm: Cvm, update: UpdateHandle, drafts: DraftHandle, isFrozen: boolean): Review | null {
  const queryClient = useQueryClient()
  const manifest = useQuery(cvmQueries.appCompose(cvm.id)).data ?? null
  const operations = useQuery(cvmQueries.operations(cvm.id)).data?.items
  // Read once: later the engine drops the draft of an applied update, and the page still shows what it was.
  const [draft, setDraft] = useState<Draft | null>(() => drafts.read())
  const [moved, setMoved] = useState<FieldName[]>([])
  const [isChecking, setChecking] = useState(false)
  const [checkError, setCheckError] = useState<Error | null>(null)

  const fresh = useMemo(() => readBaseline(cvm, manifest), [cvm, manifest])
  const compared = useMemo(() => {
    if (!draft) return null
    if (isFrozen) return { baseline: { ...fresh, ...draft.before }, values: { ...fresh, ...draft.edits } }
    return restoreDraft(draft, fresh)
  }, [draft, fresh, isFrozen])
  const environment = useEnvironment(cvm.id, fresh.envNames, draft?.environment ?? null)
  useForgetEnvironmentOnLeave(cvm.id)
  useUnsavedWork(() => hasValues(environment.draft))
  if (!draft || !compared) return null

  const { baseline } = compared
  /** Sent as they are, these texts would undo what somebody else changed in them. */
  const conflicts = 'conflicts' in compared ? compared.conflicts : []
  const unmerged = conflicts.filter(({ field }) => isMergedByLine(field))
  const values = isFrozen ? compared.values : { ...compared.values, envNames: environment.names }
  // Once it was sent, the values are forgotten and only their names are shown.
  const decided = isFrozen ? (draft.environment ?? null) : environment.decided
  const plan = planUpdate({ cvm, baseline, values, environment: decided, ...(operations ? { operations } : {}) })

  async function apply(options?: { prepareOnly: true }) {
    if (isChecking) return
    setChecking(true)
    setCheckError(null)
    try {
      const touchesConfiguration = decided !== null || plan.changes.some(({ changesComposeHash }) => changesComposeHash)
      const asked = queryClient.fetchQuery({ ...cvmQueries.detail(cvm.id), staleTime: 0 })
      update.lookAhead({ cvm: asked, changesComposeHash: touchesConfiguration })
      const [freshCvm, freshManifest] = await Promise.all([
        asked,
        touchesConfiguration ? askManifestAgain(queryClient, cvm.id, manifest) : manifest,
      ])
      const now = laterCopy(baseline, readBaseline(freshCvm, freshManifest))
      const movedNow = fieldNames.filter((name) => !sameValue(now[name], baseline[name]))
      // What is kept from here on starts from the copy that is compared with.
      const names = decided && now.envNames ? namesAfter(now.envNames, decided) : now.envNames
      const values = { ...now, ...draft!.edits, envNames: names }
      // A text keeps the one that it was made from until the form has merged it with the server's.
      const madeFrom = movedNow.filter((name) => isMergedByLine(name) && name in draft!.edits && !sameValue(now[name], values[name]))
      const from = { ...now, ...Object.fromEntries(madeFrom.map((name) => [name, draft!.before[name]])) }
      const kept = drafts.follow(from, values, decided)
      setDraft((before) => kept ?? before)
      setMoved(movedNow)
      if (movedNow.length > 0) return
      const { result } = environment
      const write: Write | null =
        result && plan.patch
          ? // Encrypted at the last moment, for a key that was just asked for; the plain values go nowhere.
            {
              kind: 'patch',
              patch: await withEncryptedEnvironment(
                plan.patch,
                result,
                await queryClient.fetchQuery({ ...envKeyQuery(freshCvm), staleTime: 0 }),
              ),
            }
          : writeOfPlan(plan)
      if (!write) return
      applyNow(update, { write, wanted: plan.wanted, ...options })
    } catch (error) {
      setCheckError(error instanceof Error ? error : new Error(String(error)))
    } finally {
      setChecking(false)
    }
  }

  return {
    redeploys: null,
    writtenOut: plan.composeFile && manifest ? writtenOut(manifest, plan.composeFile) : [],
    plan,
    baseline,
    values,
    problems: {
      ...editProblems(baseline, values),
      ...Object.fromEntries(unmerged.map(({ field, theirs }) => [field, theirs === null ? storedTextUnread : textIsUnmerged])),
      ...Object.fromEntries(plan.inTheWay.map((name) => [name, goesAlone])),
      ...(decided && !environment.result ? { envNames: environmentIsOpen } : {}),
    },
    moved: [...new Set([...moved, ...conflicts.filter(({ theirs }) => theirs !== null).map(({ field }) => field)])].map(
      (name) => fields[name].label,
    ),
    isChecking,
    checkError,
    apply,
  }
}
