import { useQuery } from '@tanstack/react-query'
import { chainQueries } from '@/chain/chain-queries.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import { toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** Chain reads while someone decides: often enough to notice a signature made elsewhere. */
const readAgainMs = 4_000
/** Fees move slowly, and the call is tried out once more right before the wallet is asked. */
const feeAgainMs = 15_000

/** What the chain says about the registration, read again and again while someone decides. */
export function useRegistrationFacts(chain: ChainFacts, ticket: Ticket) {
  const { appContract } = ticket
  const composeHash = toBytes32(ticket.composeHash)
  const question = { appContract, composeHash, ...(ticket.deviceId ? { deviceId: toBytes32(ticket.deviceId) } : {}) }

  const contract = useQuery({ ...chainQueries.facts(chain, question), refetchInterval: readAgainMs, retry: false })
  const owner = contract.data?.owner
  const signer: Hex | null = owner?.kind === 'account' || owner?.kind === 'delegated-account' ? owner.address : null

  // Only the owner may sign, so the call is tried out in the owner's name, before any wallet is connected.
  const simulation = useQuery({
    ...chainQueries.hashSimulation(chain, { appContract, composeHash, account: signer }),
    refetchInterval: ({ state }) => (state.data?.ok ? feeAgainMs : readAgainMs),
  })

  const cannotPay = simulation.data?.ok === false && simulation.data.reason === 'insufficient-funds'
  const funds = useQuery({
    ...chainQueries.funds(chain, { appContract, account: cannotPay ? signer : null }),
    refetchInterval: readAgainMs,
  })

  const isAllowed = contract.data?.composeHashAllowed === true
  const registration = useQuery({ ...chainQueries.registration(chain, { appContract, composeHash }), enabled: isAllowed })

  return {
    contract: contract.data ?? null,
    /** `undefined` while it is being read, `null` where it could not be or the contract does not say. */
    owner: contract.isLoading ? undefined : (owner ?? null),
    simulation: simulation.data ?? null,
    /** Of the owner, where they do not cover the fee. */
    funds: cannotPay ? (funds.data ?? null) : null,
    isUnreachable: contract.isError,
    /** When the contract was last read, in ms as `Date.now()` counts. */
    readAt: contract.dataUpdatedAt,
    isAllowed,
    /** The transaction that allowed the hash; `undefined` while it is looked for, `null` when it cannot be found. */
    transactionHash: registration.isError ? null : (registration.data?.transactionHash ?? (registration.isSuccess ? null : undefined)),
    readAgain: () => void Promise.all([contract.refetch(), signer ? simulation.refetch() : null]),
  }
}

export type RegistrationFacts = ReturnType<typeof useRegistrationFacts>
