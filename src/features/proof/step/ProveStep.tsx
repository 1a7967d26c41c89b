import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import type { Verdict } from '@/attestation/links.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { outcomeOf, sandboxRootLabel, verdictText } from '@/features/proof/chain/proof-texts.ts'
import type { Gathered } from '@/features/proof/gather-proof.ts'
import { NotChecked } from '@/features/proof/ask-worker.ts'
import { failedLookText } from '@/features/proof/failed-look.ts'
import { proofQuery } from '@/features/proof/proof-query.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'

interface ProveStepProps {
  cvm: Cvm
  /** The hash that the update asked for; `null` where the server was not asked for one. */
  askedHash: string | null
  /** Names the update, so that an earlier proof is not taken for one of this boot. */
  correlationId: string
  /** ISO time by the server at which the update began; `null` where that was not read. */
  startedAt: string | null
  /** Told once it is known, and again when it changes; `null` while it is looked for. */
  onVerdict: (verdict: Verdict | null) => void
}

/** A machine that has just booted may take a while to show its evidence. */
const againMs = 10_000
const mostLooks = 6

/** The last step of an update: the chain from the hardware to the file, checked by itself. It keeps nothing waiting. */
export function ProveStep({ cvm, askedHash, correlationId, startedAt, onVerdict }: ProveStepProps) {
  const { data: config } = useSuspenseQuery(configQuery)
  const query = proofQuery(cvm, config, { askedHash, correlationId })
  const { data, error } = useQuery({
    ...query,
    refetchInterval: ({ state }) =>
      !isInVain(state.error) && isMissing(state.data, startedAt) && looksOf(state) < mostLooks ? againMs : false,
  })
  const looks = looksOf(useQueryClient().getQueryState(query.queryKey))
  // An answer that is given here changes these counts, so this is rendered anew with each look.
  const isLooking = !isInVain(error) && isMissing(data, startedAt) && looks < mostLooks
  const verdict = isLooking ? null : (verdictIn(data, startedAt) ?? (error ? 'unknown' : null))
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
    return <>{looks === 0 ? 'Checking what the hardware signed.' : `${missingText(data, startedAt)} It is asked for again in a moment.`}</>
  if (!data)
    return (
      <>
        {failedLookText(error)} {more}
      </>
    )
  if ('unreadable' in data)
    return (
      <>
        What the server returned is not a quote. {data.unreadable} {more}
      </>
    )
  const { proof, issuedAt, isPast } = data
  if (isEarlier(data, startedAt)) {
    return (
      <>
        This quote is from before the update: it was made <Age by="server" at={issuedAt ?? 0} />, as the server says. So nothing is said of
        this boot. {more}
      </>
    )
  }
  if (isUndated(data, startedAt)) {
    return <>It is not known when this quote was made: before the update, or after it began. So nothing is said of this boot. {more}</>
  }
  const failing = proof.links.filter(({ state }) => state === 'fails')
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {verdictText(proof, isPast)}
      {proof.isSandboxRoot ? <Badge>{sandboxRootLabel}</Badge> : null}
      {/* What the update asked for is known here alone. */}
      {failing.map(({ id, note }) => (
        <span key={id} className="basis-full">
          {note}
        </span>
      ))}
      {issuedAt === null ? null : (
        <span>
          The quote was made <Age by="server" at={issuedAt} />, as the server says.
        </span>
      )}
      {more}
    </span>
  )
}

/** The evidence was there: asking for it again changes nothing. */
const isInVain = (error: unknown) => error instanceof NotChecked

/** Why another look is taken. */
function missingText(data: Gathered | undefined, startedAt: string | null): string {
  if (!data) return 'The attestation could not be read.'
  return isEarlier(data, startedAt) ? 'The quote that the CVM shows is from before the update.' : 'The CVM shows no quote yet.'
}

const looksOf = (state: { dataUpdateCount: number; errorUpdateCount: number } | undefined) =>
  state ? state.dataUpdateCount + state.errorUpdateCount : 0

/** A quote that was made before the update began speaks of an earlier boot. Both times are the server's. */
const isEarlier = (data: Gathered, startedAt: string | null) =>
  'proof' in data && data.issuedAt !== null && startedAt !== null && Date.parse(data.issuedAt) < Date.parse(startedAt)

/** A quote that is there may be of any boot where either time is missing. */
const isUndated = (data: Gathered, startedAt: string | null) =>
  'proof' in data && data.proof.evidence.quote !== null && (data.issuedAt === null || startedAt === null)

const isMissing = (data: Gathered | undefined, startedAt: string | null) =>
  data === undefined || ('proof' in data && (data.proof.evidence.quote === null || isEarlier(data, startedAt)))

function verdictIn(data: Gathered | undefined, startedAt: string | null): Verdict | null {
  if (data === undefined) return null
  if ('unreadable' in data) return 'fails'
  return isEarlier(data, startedAt) || isUndated(data, startedAt) ? 'unknown' : outcomeOf(data.proof).verdict
}
