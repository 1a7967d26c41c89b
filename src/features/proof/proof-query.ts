import { queryOptions } from '@tanstack/react-query'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { gatherProof } from './gather-proof.ts'

interface ProofOf {
  /** What an update asked for. */
  askedHash?: string | null
  /** The update whose boot is to be proved. */
  correlationId?: string
}

/** A proof is of one moment: it is made once, and again when somebody asks for it. */
export const proofQuery = (cvm: Cvm, config: RuntimeConfig, { askedHash, correlationId }: ProofOf = {}) =>
  queryOptions({
    queryKey: ['proof', cvm.id, cvm.composeHash, cvm.instanceId, cvm.node.deviceId, cvm.os.imageHash, askedHash, correlationId],
    queryFn: ({ signal }) => gatherProof(cvm, { config, askedHash: askedHash ?? null, signal }),
    staleTime: Infinity,
    retry: false,
  })
