import { Link } from '@tanstack/react-router'
import { Handshake, RotateCw } from 'lucide-react'
import { describeFailure } from '@/api/describe-failure.ts'
import { parseHash32 } from '@/domain/identifiers.ts'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { isolated } from '@/lib/isolated.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { ProgressBar } from '@/ui/feedback/ProgressBar.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Name } from '@/ui/layout/Name.tsx'
import { focusHeading } from '@/ui/layout/focus-page.ts'
import { VisuallyHidden } from '@/ui/layout/VisuallyHidden.tsx'
import { type PreparedUpdate, usePreparedUpdates } from './use-prepared-updates.ts'

/** What anybody in the workspace prepared, whichever browser it was prepared in. */
export function PreparedUpdates() {
  const { apps, fleetError, readFleet, unreadableCvms, asked, isReading, hasBegun, failed, notAsked, unreadable, found, read } =
    usePreparedUpdates()
  if (apps === 0 && unreadableCvms === 0 && found.length === 0) return null
  const isOver = hasBegun && !isReading
  // Each goes with its press.
  const look = () => {
    focusHeading()
    read()
  }
  const missed = failed + notAsked
  return (
    <Card
      title="Prepared for approval by anybody in this workspace"
      icon={Handshake}
      padded={false}
      className="mt-6"
      aside={
        isOver && apps !== null && apps > 0 ? (
          <Button size="sm" variant="quiet" icon={RotateCw} onClick={look}>
            Look again
          </Button>
        ) : null
      }
    >
      <div className="text-13" aria-busy={isReading}>
        {apps === null ? (
          fleetError ? (
            <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
              <p className="text-muted">The fleet could not be read, so its apps are not known. {describeFailure(fleetError).title}</p>
              <Button
                onClick={() => {
                  focusHeading()
                  readFleet()
                }}
              >
                Try again
              </Button>
            </div>
          ) : (
            <p className="px-4 py-3 text-muted">Reading the fleet…</p>
          )
        ) : apps === 0 ? null : !hasBegun ? (
          <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <p className="text-muted">Phala Cloud lists them app by app: that is {counted(apps, 'request')}.</p>
            <Button onClick={look}>Look through {counted(apps, 'app')}</Button>
          </div>
        ) : isReading ? (
          <div className="px-4 py-3">
            <ProgressBar label="Apps asked" value={asked} max={apps} />
          </div>
        ) : null}
        {found.length > 0 ? (
          <ul aria-label="Prepared updates" className="divide-y divide-line">
            {found.map((update) => (
              <Prepared key={`${update.pending.vm_uuid}/${update.pending.compose_hash}`} update={update} />
            ))}
          </ul>
        ) : isOver && apps !== null && missed + unreadable + unreadableCvms === 0 ? (
          <p className="px-4 py-3 text-muted">Nothing is prepared and not applied.</p>
        ) : null}
        {isOver && apps !== null && missed > 0 ? (
          <p className="border-t border-line px-4 py-3 text-caution first:border-t-0">{missedWords({ apps, failed, notAsked })}</p>
        ) : null}
        {unreadableCvms > 0 && apps !== null ? (
          <p className="border-t border-line px-4 py-3 text-caution first:border-t-0">
            {unreadableCvms === 1 ? 'One CVM' : `${formatNumber(unreadableCvms)} CVMs`} of the fleet could not be read. What is prepared for{' '}
            {unreadableCvms === 1 ? 'its app' : 'their apps'} is not known.
          </p>
        ) : null}
        {isOver && unreadable > 0 ? (
          <p className="border-t border-line px-4 py-3 text-caution first:border-t-0">
            {unreadable === 1 ? 'One prepared update is' : `${formatNumber(unreadable)} prepared updates are`} left out: the server
            describes {unreadable === 1 ? 'it' : 'them'} in a form that this console does not know.
          </p>
        ) : null}
      </div>
    </Card>
  )
}

/** Of how many apps nobody knows what is prepared, and why. */
function missedWords({ apps, failed, notAsked }: { apps: number; failed: number; notAsked: number }): string {
  const some = (count: number) => `${count === 1 ? 'One app' : `${formatNumber(count)} apps`} of ${formatNumber(apps)}`
  return [
    ...(failed > 0 ? [`${some(failed)} could not be asked.`] : []),
    ...(notAsked > 0 ? [`${some(notAsked)} ${notAsked === 1 ? 'was' : 'were'} not asked.`] : []),
  ].join(' ')
}

function Prepared({ update: { pending, cvm, isOwn } }: { update: PreparedUpdate }) {
  const name = isOwn ? cvm.name : (pending.instance_name ?? 'a CVM that is not in the fleet')
  const composeHash = parseHash32(pending.compose_hash)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          <Name>{name}</Name>
        </span>
        {composeHash ? <CopyableId value={composeHash} label="prepared compose hash" /> : null}
        {pending.on_chain === null ? (
          <Badge>approval not reported</Badge>
        ) : (
          <Badge tone={pending.on_chain ? 'verified' : 'onchain'}>
            {pending.on_chain ? 'allowed on-chain' : 'waits for the owner’s approval'}
          </Badge>
        )}
      </p>
      <Link to="/cvms/$cvmId" params={{ cvmId: cvm.id }} className={buttonClass('secondary')}>
        See what it changes <VisuallyHidden>{`(${isolated(name)})`}</VisuallyHidden>
      </Link>
    </li>
  )
}
