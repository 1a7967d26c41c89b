import { CircleHelp, Diamond, ShieldCheck } from 'lucide-react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { useIsDeviceRefused } from '@/features/review/outcome/use-is-device-refused.ts'
import { useHashAllowed } from '@/updates/verdict/use-hash-allowed.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'

interface HashAllowedProps {
  cvm: Cvm
  chain: ChainConfig | null
  composeHash: ComposeHash
}

/** Whether the app contract still allows a hash, asked live: then going back to it needs no signature. */
export function HashAllowed({ cvm, chain, composeHash }: HashAllowedProps) {
  const { isAllowed, isAsking } = useHashAllowed(cvm, chain, composeHash)
  const isDeviceRefused = useIsDeviceRefused(cvm)
  if (isAllowed) {
    return (
      <>
        <Badge tone="verified" icon={ShieldCheck}>
          still allowed on-chain
        </Badge>
        <span className="text-muted">
          {isDeviceRefused ? 'the hash needs no signature, the device does' : 'going back needs no signature'}
        </span>
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
  return <Badge icon={CircleHelp}>{isAsking ? 'asking the contract …' : 'the contract could not be asked'}</Badge>
}
