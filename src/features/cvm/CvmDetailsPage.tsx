import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type CvmTabId, cvmTabOf, cvmTabs } from '@/domain/cvm-tabs.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { useBillingStop } from '@/updates/engine/use-billing-stop.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { StaleNotice } from '@/ui/feedback/StaleNotice.tsx'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useDueBelow } from '@/ui/layout/use-due-below.ts'
import { tabClass, tabListClass } from '@/ui/controls/tab-class.ts'
import { ConfigurationTab } from './configuration/ConfigurationTab.tsx'
import { EditAtHand } from './header/EditAtHand.tsx'
import { CvmHeader } from './header/CvmHeader.tsx'
import { OperationBanner } from './header/OperationBanner.tsx'
import { ShutdownFailed } from './header/ShutdownFailed.tsx'
import { StartRefused } from './header/StartRefused.tsx'
import { OperationsTab } from './operations/OperationsTab.tsx'
import { OverviewTab } from './overview/OverviewTab.tsx'
import type { OwnerNote } from './trust/ContractFacts.tsx'
import { TrustTab } from './trust/TrustTab.tsx'

// Parts that few visits open, each in a file of its own.
const RevisionsTab = optionalPart(() => import('./revisions/RevisionsTab.tsx').then((module) => module.RevisionsTab), {
  name: 'The revisions',
  waiting: <Skeleton className="h-64 w-full" />,
})

const NetworkTab = optionalPart(() => import('./network/NetworkTab.tsx').then((module) => module.NetworkTab), {
  name: 'The network',
  waiting: <Skeleton className="h-64 w-full" />,
})

const LogsTab = optionalPart(() => import('./logs/LogsTab.tsx').then((module) => module.LogsTab), {
  name: 'The logs',
  waiting: <Skeleton className="h-96 w-full" />,
})

const SiblingsTab = optionalPart(() => import('./siblings/SiblingsTab.tsx').then((module) => module.SiblingsTab), {
  name: 'The CVMs of this app',
  waiting: <Skeleton className="h-64 w-full" />,
})

interface CvmDetailsPageProps {
  cvmId: string
  tab: string | undefined
  /** What the hardware signs, loaded when its tab opens. */
  proof: ComponentType<{ cvm: Cvm }>
  /** Needs wallets, which load only where one was connected before. */
  ownerNote: OwnerNote
  /** The way to the signatures that the next start needs. */
  startApproval: ComponentType<{ cvm: Cvm }>
}

/** On a phone the row of parts is wider than the screen: the open one is in its middle. Measured when the frame is laid out anyway. */
function bringIntoSight(link: HTMLAnchorElement | null) {
  const row = link?.parentElement
  if (!row) return undefined
  const frame = requestAnimationFrame(() => {
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
  })
  return () => cancelAnimationFrame(frame)
}

/** One CVM in full. Stands on its own: whatever else the server refuses, what it did answer is shown. */
export function CvmDetailsPage({ cvmId, tab, proof: Proof, ownerNote, startApproval }: CvmDetailsPageProps) {
  const { data: cvm, error, dataUpdatedAt, refetch } = useSuspenseQuery(cvmQueries.detail(cvmId))
  const active = cvmTabOf(tab)
  const billing = useBillingStop()
  const isPanelDue = useDueBelow(true)
  return (
    <div className="space-y-5">
      <EditAtHand cvmId={cvm.id} />
      <CvmHeader cvm={cvm} readAt={dataUpdatedAt} />
      {error ? <StaleNotice readAt={dataUpdatedAt} onRetry={() => void refetch()} /> : null}
      {cvm.inProgress ? <OperationBanner cvm={cvm} /> : null}
      {billing ? (
        <Notice tone="stop" title={billing.title}>
          {billing.words}
        </Notice>
      ) : null}
      {isPanelDue ? <StartRefused cvm={cvm} approval={startApproval} /> : null}
      <ShutdownFailed cvm={cvm} />
      <nav
        aria-label="Parts of this CVM"
        // Of each part its own: where the row stood with another one open is no place to come back to.
        data-scroll-restoration-id={`parts-${active}`}
        className={tabListClass}
      >
        {cvmTabs.map(({ id, label }) => (
          <Link
            key={id}
            ref={id === active ? bringIntoSight : undefined}
            to="/cvms/$cvmId"
            params={{ cvmId }}
            search={id === 'overview' ? {} : { tab: id }}
            replace
            resetScroll={false}
            // Otherwise the overview, whose address has no more to it, would be current in every part.
            activeOptions={{ exact: true }}
            aria-current={id === active ? 'page' : undefined}
            className={tabClass(id === active)}
          >
            {label}
          </Link>
        ))}
      </nav>
      {isPanelDue ? panel(active) : null}
    </div>
  )

  function panel(id: CvmTabId) {
    switch (id) {
      case 'overview':
        return <OverviewTab cvm={cvm} ownerNote={ownerNote} />
      case 'configuration':
        return <ConfigurationTab cvm={cvm} />
      case 'network':
        return <NetworkTab key={cvm.id} cvm={cvm} />
      case 'trust':
        return <TrustTab cvm={cvm} ownerNote={ownerNote} />
      case 'operations':
        return <OperationsTab cvmId={cvm.id} />
      case 'attestation':
        return <Proof cvm={cvm} />
      case 'revisions':
        return <RevisionsTab key={cvm.id} cvm={cvm} />
      case 'logs':
        return <LogsTab key={cvm.id} cvm={cvm} />
      case 'siblings':
        return <SiblingsTab key={cvm.id} cvm={cvm} />
      default:
        return assertNever(id)
    }
  }
}
