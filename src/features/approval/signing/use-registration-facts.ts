import { useQuery } from '@tanstack/react-query'
import { estimateFeesPerGas, getBalance } from 'viem/actions'
import { readAppContract } from '@/chain/app-contract.ts'
import type { ChainClient } from '@/chain/chain-client.ts'
import { findRegistration, simulateRegistration } from '@/chain/registration.ts'
import { parseHash32, toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** Chain reads while someone decides: often enough to notice a signature made elsewhere. */
const readAgainMs = 4_000
/** Fees move slowly, and the call is tried out once more right before the wallet is asked. */
const feeAgainMs = 15_000

/** What the chain says about the registration, read again and again while the door is open. */
export function useRegistrationFacts(client: ChainClient, ticket: Ticket) {
  const { appContract, chainId } = ticket
  const composeHash = toBytes32(ticket.composeHash)
  const deviceId = parseHash32(ticket.deviceId)
  const key = ['chain', chainId, 'registration', appContract, composeHash, deviceId] as const

  const contract = useQuery({
    queryKey: [...key, 'contract'],
    queryFn: () => readAppContract(client, { appContract, composeHash, ...(deviceId ? { deviceId: toBytes32(deviceId) } : {}) }),
    refetchInterval: readAgainMs,
    retry: false,
  })
  const owner = contract.data?.owner
  const signer: Hex | null = owner?.kind === 'account' || owner?.kind === 'delegated-account' ? owner.address : null

  // Only the owner may sign, so the call is tried out in the owner's name, before any wallet is connected.
  const simulation = useQuery({
    queryKey: [...key, 'simulation', signer],
    queryFn: () => simulateRegistration(client, { appContract, composeHash, account: signer! }), // enabled requires it
    enabled: signer !== null,
    refetchInterval: ({ state }) => (state.data?.ok ? feeAgainMs : readAgainMs),
    retry: false,
  })

  const cannotPay = simulation.data?.ok === false && simulation.data.reason === 'insufficient-funds'
  const funds = useQuery({
    queryKey: [...key, 'funds', signer],
    queryFn: () => readFunds(client, signer!), // enabled requires it
    enabled: cannotPay && signer !== null,
    refetchInterval: readAgainMs,
  })

  const isAllowed = contract.data?.composeHashAllowed === true
  const proof = useQuery({
    queryKey: [...key, 'proof'],
    queryFn: () => findRegistration(client, { appContract, composeHash }),
    enabled: isAllowed,
    retry: 2,
  })

  return {
    contract: contract.data ?? null,
    simulation: simulation.data ?? null,
    /** Of the owner, where they do not cover the fee. */
    funds: cannotPay ? (funds.data ?? null) : null,
    isUnreachable: contract.isError,
    /** When the contract was last read, in ms as `Date.now()` counts. */
    readAt: contract.dataUpdatedAt,
    isAllowed,
    /** The transaction that allowed the hash; `undefined` while it is looked for, `null` when it cannot be found. */
    proof: proof.isError ? null : (proof.data?.transactionHash ?? (proof.isSuccess ? null : undefined)),
    readAgain: () => void Promise.all([contract.refetch(), signer ? simulation.refetch() : null]),
  }
}

/** A first registration takes about 55,000 gas; a node will not estimate it for an account that cannot pay. */
const usualGas = 60_000n

async function readFunds(client: ChainClient, address: Hex): Promise<{ balanceWei: bigint; neededWei: bigint }> {
  const [balanceWei, { maxFeePerGas }] = await Promise.all([getBalance(client, { address }), estimateFeesPerGas(client)])
  return { balanceWei, neededWei: usualGas * maxFeePerGas }
}

export type RegistrationFacts = ReturnType<typeof useRegistrationFacts>
