import { queryOptions } from '@tanstack/react-query'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { gatherProof } from './gather-proof.ts'

interface ProofOf {
  /** What an update asked for. */
  askedHash?: string | null
  /** The update whose boot is to be proved. */
  correlationId?: string
}

/** What a proof of a CVM is about, by what is known of the CVM: where one of these is another, an older proof says nothing. */
export const provedFacts = ({ status, composeHash, instanceId, node, os }: Cvm) =>
  [status, composeHash, instanceId, node.deviceId, node.otherDeviceIds, os.imageHash] as const

/**
 * A proof is of one moment: it is made once, and again when somebody asks for it, or when something was done to the CVM. It is known with
 * everything else that is known of the CVM, so whatever refreshes that refreshes it, and it is not kept for when nobody looks at it.
 */
export const proofQuery = (cvm: Cvm, config: RuntimeConfig, { askedHash, correlationId }: ProofOf = {}) =>
  queryOptions({
    queryKey: [...cvmKeys.one(cvm.id), 'proof', ...provedFacts(cvm), askedHash, correlationId],
    queryFn: ({ signal }) => gatherProof(cvm, { config, askedHash: askedHash ?? null, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
