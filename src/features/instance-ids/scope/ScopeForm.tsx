import { useQuery } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import { fleetQuery } from '@/api/fleet-query.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { RadioGroup } from '@/ui/controls/RadioGroup.tsx'
import { ImportPlan } from '@/features/instance-ids/preview/ImportPlan.tsx'
import { maintenancePart, type Work } from '@/maintenance/instance-ids/maintenance-store.ts'
import { offeredScopePart } from '@/maintenance/instance-ids/offered-scope.ts'
import type { RecordScope } from '@/runs/records.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { PastedIds, noText, type PastedText } from './PastedIds.tsx'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { chunksOf, defaultPlanOptions, isChunkSize, previewOptions } from '@/maintenance/instance-ids/refresh-plan.ts'
import { RequestPreview } from '@/features/instance-ids/preview/RequestPreview.tsx'
import { maxScopeIds, readScope } from '@/maintenance/instance-ids/scope-ids.ts'

type ScopeKind = 'all' | 'offered' | 'pasted'

const noCvms: never[] = []

interface ScopeFormProps {
  place: RecordScope
  actor: string | null
  workspaceId: string | null
  work: Work
}

/** Which CVMs, with which options; ends in a preview. */
export function ScopeForm({ place, actor, workspaceId, work }: ScopeFormProps) {
  const fleet = useQuery(fleetQuery)
  const known = useMemo(
    () => fleet.data?.cvms.map(({ id, name, vmUuid, workspace }) => ({ id, name, vmUuid, workspaceId: workspace?.id ?? null })) ?? noCvms,
    [fleet.data],
  )
  const maintenance = useSessionPart(maintenancePart)
  const [offered] = useState(useSessionPart(offeredScopePart).snapshot)
  const [kind, setKind] = useState<ScopeKind>(offered ? 'offered' : 'all')
  const [pasted, setPasted] = useState<PastedText>(noText)
  const [leavesOutProblems, setLeavesOutProblems] = useState(false)
  const [options, setOptions] = useState(defaultPlanOptions)
  const [chunkSizeText, setChunkSizeText] = useState(String(defaultPlanOptions.chunkSize))

  const text = useDeferredValue(pasted.text)
  const reading = useMemo(() => readScope(text, known, workspaceId), [text, known, workspaceId])

  const chunkSize = /^\d{1,4}$/.test(chunkSizeText.trim()) ? Number(chunkSizeText) : Number.NaN
  const chunkSizeError = isChunkSize(chunkSize) ? null : 'A whole number from 1 to 500.'
  const ids = useMemo(() => {
    if (kind === 'all') return known.map((cvm) => cvm.id)
    if (kind === 'offered') return [...(offered?.cvmIds ?? [])]
    return reading.kind === 'ids' ? reading.ids : []
  }, [kind, known, offered, reading])

  const isRunUnderWay = work.step === 'elsewhere' || (work.step === 'applying' && work.run.step !== 'finished')
  const reasonAgainst = (): string | null => {
    if (isRunUnderWay) return 'A run is not finished. Let it end, or stop it first.'
    if (work.step === 'planning') return 'A preview is under way.'
    if (!globalThis.crypto?.subtle) return 'Browsers offer the digest that a plan needs only over https or on localhost.'
    if (kind === 'all' && fleet.isPending) return 'The fleet is still loading.'
    if (kind === 'all' && fleet.data?.isPartial) return 'The fleet is still loading; a preview of all CVMs waits for the last page.'
    if (kind === 'pasted' && reading.kind === 'too-many') return `At most ${formatNumber(maxScopeIds)} ids at once.`
    if (kind === 'pasted' && reading.kind === 'ids' && reading.problemCount > 0 && !leavesOutProblems) {
      return 'Correct the entries that are not CVM ids, or exclude them.'
    }
    if (text !== pasted.text) return 'Still reading the ids.'
    if (ids.length === 0) return kind === 'pasted' ? 'Paste or upload at least one CVM id.' : 'There is no CVM to look at.'
    if (ids.length > maxScopeIds) return `At most ${formatNumber(maxScopeIds)} CVMs at once.`
    return chunkSizeError ? 'IDs per request must be a whole number from 1 to 500.' : null
  }

  const planOptions = { ...options, allowOverwrite: options.allowOverwrite && !options.missingOnly, chunkSize }
  const requests = chunkSizeError || ids.length === 0 ? [] : chunksOf(ids, chunkSize)
  const startPreview = () => {
    const { upstream, worldId } = place
    const names = new Map(known.map((cvm) => [cvm.id, cvm.name]))
    void maintenance.preview({ ids, nameOf: (id) => names.get(id) ?? null, options: planOptions, upstream, worldId, createdBy: actor })
  }

  return (
    <Card title="Scope">
      <div className="space-y-5">
        <RadioGroup
          label="Which CVMs"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'all', label: 'All loaded CVMs', hint: fleetHint(fleet.data, fleet.isPending) },
            ...(offered
              ? [
                  {
                    value: 'offered' as const,
                    label: offered.kind === 'selection' ? 'Ticked in the fleet table' : 'Shown by the fleet’s filter',
                    hint: counted(offered.cvmIds.length, 'CVM'),
                  },
                ]
              : []),
            { value: 'pasted', label: 'Pasted or uploaded ids', hint: 'Also of other workspaces.' },
          ]}
        />
        {kind === 'all' && fleet.error && !fleet.data ? (
          <Notice tone="stop" title={`The fleet could not be loaded. ${describeFailure(fleet.error).title}`}>
            <p>Pasted ids work without it.</p>
          </Notice>
        ) : null}
        {kind === 'pasted' ? (
          <PastedIds
            pasted={pasted}
            onChange={(next) => {
              setPasted(next)
              setLeavesOutProblems(false)
            }}
            reading={reading}
            leavesOutProblems={leavesOutProblems}
            onLeaveOutProblems={() => setLeavesOutProblems(true)}
          />
        ) : null}

        <fieldset className="space-y-3">
          <legend className="mb-2 text-13 font-medium">Options</legend>
          <Checkbox
            label="Running CVMs only"
            hint="Others are skipped."
            checked={options.runningOnly}
            onChange={(event) => setOptions({ ...options, runningOnly: event.target.checked })}
          />
          <Checkbox
            label="Missing instance IDs only"
            hint="CVMs that already have an ID are skipped."
            checked={options.missingOnly}
            onChange={(event) => setOptions({ ...options, missingOnly: event.target.checked })}
          />
          <details className="group/over">
            <summary className="w-fit cursor-pointer rounded-sm text-13 text-muted hover:text-text">Overwriting</summary>
            <div className="mt-2">
              <Checkbox
                label="Allow overwriting"
                hint={
                  options.missingOnly
                    ? 'Switch off “Missing instance IDs only” first: with it on, a CVM that has an ID is never looked up.'
                    : 'A conflict is a CVM that stores a different ID than the one found. Only those you tick, one by one, are overwritten.'
                }
                checked={options.allowOverwrite && !options.missingOnly}
                disabled={options.missingOnly}
                onChange={(event) => setOptions({ ...options, allowOverwrite: event.target.checked })}
              />
            </div>
          </details>
        </fieldset>

        <Field label="IDs per request" hint="1 to 500. Smaller requests lose less when one fails." error={chunkSizeError}>
          <NumberInput inputMode="numeric" value={chunkSizeText} onChange={(event) => setChunkSizeText(event.target.value)} />
        </Field>

        <div className="space-y-3 border-t border-line pt-4">
          <p className="text-13">
            <strong className="font-semibold tabular-nums">{counted(ids.length, 'CVM')}</strong>
            {requests.length > 0 ? ` in ${counted(requests.length, 'request')}` : ''}
          </p>
          {requests[0] ? <RequestPreview first={requests[0]} requests={requests.length} options={previewOptions(planOptions)} /> : null}
          <Button
            variant={work.step === 'none' || work.step === 'planning' ? 'primary' : 'secondary'}
            icon={Eye}
            className="w-full"
            disabledReason={reasonAgainst()}
            busy={work.step === 'planning'}
            onClick={startPreview}
          >
            Preview {counted(ids.length, 'CVM')}
          </Button>
          <p className="text-12 text-muted">A preview writes nothing.</p>
          <ImportPlan place={place} disabledReason={isRunUnderWay ? 'A run is not finished. Let it end, or stop it first.' : null} />
        </div>
      </div>
    </Card>
  )
}

function fleetHint(fleet: { cvms: unknown[]; total: number; isPartial: boolean } | undefined, isPending: boolean): string {
  if (!fleet) return isPending ? 'Loading the fleet…' : 'Not loaded.'
  return fleet.isPartial ? `${formatNumber(fleet.cvms.length)} of ${formatNumber(fleet.total)} so far` : counted(fleet.cvms.length, 'CVM')
}
