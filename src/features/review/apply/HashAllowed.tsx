import { useQuery } from '@tanstack/react-query'
import { CircleHelp, Diamond, ShieldCheck } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { appContract } from '@/domain/cvm-capabilities.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

interface HashAllowedProps {
  cvm: Cvm
  chain: ChainConfig | null
  composeHash: string
}

/** Whether the app contract still allows a hash, asked live: then going back to it needs no signature. */
export function HashAllowed({ cvm, chain, composeHash }: HashAllowedProps) {
  const contract = appContract(cvm)
  const address = 'address' in contract ? contract.address : null
  const { data: isAllowed, isPending } = useQuery({
    queryKey: ['chain', chain?.id, address, 'hash-allowed', composeHash],
    enabled: chain !== null && address !== null,
    queryFn: async () => {
      const { readHashAllowed } = await import('@/chain/read-hash-allowed.ts')
      // Both are there: the query is not enabled without them.
      return readHashAllowed(chain!, address!, composeHash)
    },
    retry: 1,
  })
  if (isAllowed) {
    return (
      <>
        <Badge tone="verified" icon={ShieldCheck}>
          still allowed on-chain
        </Badge>
        <span className="text-muted">going back needs no signature</span>
      </>
    )
  }
  if (isAllowed === false) {
    return (
      <>
        <Badge tone="onchain" icon={Diamond}>
          not allowed on-chain
        </Badge>
        <span className="text-muted">going back needs a signature</span>
      </>
    )
  }
  return <Badge icon={CircleHelp}>{isPending && chain && address ? 'asking the contract …' : 'the contract could not be asked'}</Badge>
}
