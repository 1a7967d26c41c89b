import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { CvmDetailsPage } from '@/features/cvm/CvmDetailsPage.tsx'
import { hadWallet } from '@/lib/kept-wallet.ts'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import type { OwnerNote } from '@/features/cvm/trust/ContractFacts.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'

const ProofTab = optionalPart(() => import('@/features/proof/tab/ProofTab.tsx').then((module) => module.ProofTab), {
  name: 'The attestation',
  waiting: <Skeleton className="h-96 w-full" />,
})

/** An unknown account takes no words away from the owner's. */
const OwnAccount = optionalPart(() => import('@/features/approval/signing/OwnAccount.tsx').then((module) => module.OwnAccount), {
  name: 'The connected wallet',
  missing: () => null,
})

const StartApproval = optionalPart(() => import('@/features/approval/ask/StartApproval.tsx').then((module) => module.StartApproval), {
  name: 'The link for the owner',
})

/** A wallet is looked for only where one was connected here before. */
const OwnerNote: OwnerNote = (props) => (hadWallet() ? <OwnAccount {...props} /> : null)

export const Route = createFileRoute('/_console/cvms/$cvmId/')({
  /** Which part of the page is open; the page knows their names. */
  validateSearch: z.object({ tab: z.optional(z.catch(z.string(), '')) }),
  component: CvmDetailsRoute,
})

function CvmDetailsRoute() {
  const { cvmId } = Route.useParams()
  const { tab } = Route.useSearch()
  return <CvmDetailsPage key={cvmId} cvmId={cvmId} tab={tab} proof={ProofTab} ownerNote={OwnerNote} startApproval={StartApproval} />
}
