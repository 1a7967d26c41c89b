import { Check, CircleHelp, Minus, X } from 'lucide-react'
import { linkTitles } from '@/attestation/link-texts.ts'
import type { Compared, Link, LinkState } from '@/attestation/links.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { sandboxRootLabel, stateTones, stateWords } from './proof-texts.ts'

interface ProofChainProps {
  links: readonly Link[]
  isSandboxRoot: boolean
}

/** The chain from the hardware at its top to the keys at its end. A link that does not hold interrupts the line. */
export const ProofChain = ({ links, isSandboxRoot }: ProofChainProps) => (
  <ol aria-label="Links of the chain">
    {links.map((link, index) => (
      <li key={link.id} className="relative flex gap-3 pb-5 last:pb-0">
        {index < links.length - 1 ? (
          <span
            aria-hidden
            className={classNames(
              'absolute top-7 bottom-0.5 left-[0.6875rem]',
              link.state === 'holds' || link.state === 'not-applicable' ? 'w-px bg-edge' : 'border-l border-dashed border-edge',
            )}
          />
        ) : null}
        <Marker state={link.state} />
        <div className="min-w-0 flex-1">
          <div className="flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-1">
            <h3 className="text-13 font-semibold">{linkTitles[link.id]}</h3>
            <Badge tone={stateTones[link.state]}>{stateWords[link.state]}</Badge>
            {link.state === 'holds' && isSandboxRoot ? <Badge>{sandboxRootLabel}</Badge> : null}
          </div>
          <p className="mt-0.5 text-13 text-muted [overflow-wrap:anywhere]">{link.note}</p>
          {link.compared.map((pair) => (
            <Pair key={`${pair.measuredFrom} ${pair.expectedFrom}`} pair={pair} isWrong={link.state === 'fails' && isDifferent(pair)} />
          ))}
        </div>
      </li>
    ))}
  </ol>
)

const marks = { holds: Check, fails: X, unknown: CircleHelp, 'not-applicable': Minus }
const markLooks: Record<LinkState, string> = {
  holds: 'border-verified/40 bg-verified-soft text-verified',
  fails: 'border-stop bg-stop text-stop-on',
  unknown: 'border-caution/40 bg-caution-soft text-caution',
  'not-applicable': 'border-line bg-sunken text-muted',
}

function Marker({ state }: { state: LinkState }) {
  const Mark = marks[state]
  return (
    <span
      aria-hidden
      className={classNames('relative z-1 flex size-6 shrink-0 items-center justify-center rounded-full border', markLooks[state])}
    >
      <Mark className="size-3.5" strokeWidth={2.5} />
    </span>
  )
}

/** What was measured, and what it ought to be, side by side where there is room. */
const Pair = ({ pair, isWrong }: { pair: Compared; isWrong: boolean }) => (
  <dl
    className={classNames(
      'mt-2 grid gap-x-4 gap-y-1.5 rounded border px-3 py-2 sm:grid-cols-2',
      isWrong ? 'border-stop/50 bg-stop-soft' : 'border-line bg-sunken',
    )}
  >
    <Side from={pair.measuredFrom} value={pair.measured} />
    <Side from={pair.expectedFrom} value={pair.expected} />
  </dl>
)

const isDifferent = ({ measured, expected }: Compared) =>
  measured !== null && expected !== null && measured !== expected && expected !== 'allowed'

const Side = ({ from, value }: { from: string; value: string | null }) => (
  <div className="min-w-0">
    <dt className="text-12 text-muted [overflow-wrap:anywhere]">{from}</dt>
    <dd className="min-w-0 text-13">
      {value === null ? (
        <span className="text-muted">not available</span>
      ) : /^(?:0x)?[0-9a-f]{16,}$/.test(value) ? (
        <CopyableId value={value} label={`value of ${from}`} />
      ) : (
        <code translate="no" className="font-mono text-12 [overflow-wrap:anywhere]">
          {value}
        </code>
      )}
    </dd>
  </div>
)
