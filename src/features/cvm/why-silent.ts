import type { Cvm } from '@/domain/cvm.ts'
import { statusTone } from '@/domain/cvm-status.ts'

/** Why a CVM says nothing of itself, as a sentence begins; `null` where neither its status nor the server gives a reason. */
export function whySilent({ status }: Pick<Cvm, 'status'>, isOnline: boolean | null): string | null {
  if (statusTone(status) === 'off') return 'The CVM does not run'
  return isOnline === false ? 'The CVM did not answer' : null
}
