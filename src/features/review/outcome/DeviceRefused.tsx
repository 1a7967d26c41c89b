import { type ComponentType, Suspense } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { useIsDeviceRefused } from './use-is-device-refused.ts'

interface DeviceRefusedProps {
  cvm: Cvm
  /** The way to the signatures that are missing. */
  startApproval: ComponentType<{ cvm: Cvm }>
}

/** After an update that failed: no configuration starts on a device that the contract refuses, the previous one no more than this one. */
export function DeviceRefused({ cvm, startApproval: StartApproval }: DeviceRefusedProps) {
  return useIsDeviceRefused(cvm) ? (
    <Notice tone="stop" title="The app contract does not allow this CVM’s device.">
      <p>Nothing starts on it until its owner allows it, whichever configuration the CVM has: going back alone does not help.</p>
      <Suspense fallback={null}>
        <StartApproval cvm={cvm} />
      </Suspense>
    </Notice>
  ) : null
}
