import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import type { Verdict } from '@/attestation/links.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sandboxRootLabel, verdictText } from '@/features/proof/chain/proof-texts.ts'
import type { Gathered } from '@/features/proof/gather-proof.ts'
import { proofQuery } from '@/features/proof/proof-query.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

interface ProveStepProps {
  cvm: Cvm
  /** The hash that the update asked for; `null` where the server was not asked for one. */
  askedHash: string | null
  /** Names the update, so that an earlier proof is not taken for one of this boot. */
  correlationId: string
  /** Told once it is known, and again when it changes; `null` while it is looked for. */
  onVerdict: (verdict: Verdict | null) => void
}

/** A machine that has just booted may take a while to show its evidence. */
const againMs = 10_000
const mostLooks = 6

/** The last step of an update: the chain from the hardware to the file, checked by itself. It keeps nothing waiting. */
export function ProveStep({ cvm, askedHash, correlationId, onVerdict }: ProveStepProps) {
  const { data: config } = useSuspenseQuery(configQuery)
  const query = proofQuery(cvm, config, { askedHash, correlationId })
  const { data, error } = useQuery({
    ...query,
    refetchInterval: ({ state }) => (isMissing(state.data) && looksOf(state) < mostLooks ? againMs : false),
  })
  const looks = looksOf(useQueryClient().getQueryState(query.queryKey))
  // An answer that is given here changes these counts, so this is rendered anew with each look.
  const isLooking = isMissing(data) && looks < mostLooks
  const verdict = isLooking ? null : (verdictIn(data) ?? (error ? 'unknown' : null))
  useEffect(() => onVerdict(verdict), [verdict, onVerdict])
  const more = (
    <Link
      to="/cvms/$cvmId"
      params={{ cvmId: cvm.id }}
      search={{ tab: 'attestation' }}
      className="font-medium text-accent underline underline-offset-2"
    >
      See every link
    </Link>
  )
  if (isLooking)
    return <>{looks === 0 ? 'Checking what the hardware signed.' : `${missingText(data)} It is asked for again in a moment.`}</>
  if (!data) return <>The attestation could not be read. {more}</>
  if ('unreadable' in data)
    return (
      <>
        What the server gave as a quote is none. {data.unreadable} {more}
      </>
    )
  const { proof } = data
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {verdictText(proof)}
      {proof.isSandboxRoot ? <Badge>{sandboxRootLabel}</Badge> : null}
      {more}
    </span>
  )
}

const missingText = (data: Gathered | undefined) => (data ? 'The CVM shows no quote yet.' : 'The attestation could not be read.')

const looksOf = (state: { dataUpdateCount: number; errorUpdateCount: number } | undefined) =>
  state ? state.dataUpdateCount + state.errorUpdateCount : 0

const isMissing = (data: Gathered | undefined) => data === undefined || ('proof' in data && data.proof.evidence.quote === null)

const verdictIn = (data: Gathered | undefined): Verdict | null =>
  data === undefined ? null : 'unreadable' in data ? 'fails' : data.proof.verdict
