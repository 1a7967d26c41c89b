import { formatNumber } from '@/lib/numbers.ts'
import { getAddress } from 'viem'
import type { SimulatedDevice } from '@/chain/allow-device.ts'
import { type OwnerMethod, ownerMethods } from '@/chain/owner-methods.ts'
import type { SimulatedRegistration } from '@/chain/registration.ts'
import type { AppOwner } from '@/chain/app-contract.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

interface CallInFullProps {
  method: OwnerMethod
  /** The one address that the call may go to. */
  appContract: Hex
  data: Hex
  /** In whose name it was tried out; `null` where that was not read. */
  owner: AppOwner | null
  /** What a node made of it; `null` as long as none has answered. */
  simulation: SimulatedRegistration | SimulatedDevice | null
}

/** The call as it goes to the chain, and what came of trying it out: for whoever compares byte by byte. */
export const CallInFull = ({ method, appContract, data, owner, simulation }: CallInFullProps) => (
  <details className="mt-3 rounded border border-line px-3 py-2">
    <summary className="cursor-pointer rounded-sm text-13 font-medium">Call data and dry run of {method}</summary>
    <div className="mt-2">
      <DefinitionList>
        <Definition term="To">
          <code translate="no" className="font-mono text-12 break-all">
            {getAddress(appContract)}
          </code>{' '}
          <span className="text-muted">the app contract</span>
        </Definition>
        <Definition term="Data">
          <span className="flex items-start gap-1">
            <code translate="no" className="min-w-0 pt-0.5 font-mono text-12 break-all">
              {data}
            </code>
            <CopyButton value={data} label={`call data of ${ownerMethods[method].signature}`} />
          </span>
        </Definition>
        <Definition term="Dry run">{dryRun(owner, simulation)}</Definition>
      </DefinitionList>
    </div>
  </details>
)

const failureWords = {
  'no-contract': 'There is no contract at this address.',
  'not-owner': 'The contract does not take the call from this account: it is not the owner.',
  'insufficient-funds': 'The owner’s account does not hold enough for the network fee.',
  reverted: 'The contract refuses the call.',
} as const

function dryRun(owner: AppOwner | null, simulation: CallInFullProps['simulation']): string {
  if (owner?.kind === 'safe' || owner?.kind === 'contract')
    return 'Not tried out: the owner is a contract, and makes the call in its own way.'
  if (owner?.kind === 'nobody') return 'Not tried out: nobody owns the contract.'
  if (simulation === null) return owner === null ? 'Not tried out: the owner could not be read.' : 'Not tried out yet.'
  if (simulation.ok) {
    const gas = 'gas' in simulation ? ` It takes about ${formatNumber(Number(simulation.gas))} gas.` : ''
    return `Goes through, tried out in the owner’s name without sending anything.${gas}`
  }
  if (simulation.reason === 'unreachable') return 'Could not be tried out: the chain cannot be read at the moment.'
  const said = simulation.reason === 'reverted' && 'detail' in simulation ? ` It says: ${simulation.detail}` : ''
  return `Would fail. ${failureWords[simulation.reason]}${said}`
}
