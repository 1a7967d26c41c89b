import type { InstanceType } from '@/api/money/instance-types.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { gbToMb } from '@/domain/units.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

type Sizes = Pick<EditValues, 'vcpu' | 'memoryGb' | 'diskGb' | 'gpus'>

/** What a resize means for the price of computing. `null` where the sizes that have a price of their own stay. */
export interface CostChange {
  /** As reported, with its period; `null` is not reported. */
  before: string | null
  /** Of the instance type with the new size; `null` where none has it, so that nobody published a price. */
  after: string | null
  instanceType: string | null
  /** Disk has a price that no list names. */
  changesDisk: boolean
}

const periods: Record<string, string> = { hourly: 'an hour', monthly: 'a month' }

/** `$0.1160 an hour`. The API names no currency; the vendor's own tools write dollars. */
export const priceText = (price: string, period: string | null) => `$${price} ${(period && periods[period]) ?? 'per billing period'}`

export const presentPrice = ({ resources: { price, billingPeriod } }: Pick<Cvm, 'resources'>) =>
  price === null ? null : priceText(price, billingPeriod)

/** By the list of instance types; `types` is `null` while it is not known. GPUs are priced by no size, so with them nothing is said. */
export function costChange(cvm: Cvm, before: Sizes, after: Sizes, types: readonly InstanceType[] | null): CostChange | null {
  const changesDisk = after.diskGb !== before.diskGb
  const changesCompute = after.vcpu !== before.vcpu || after.memoryGb !== before.memoryGb
  if (!changesDisk && !changesCompute) return null
  const found = changesCompute && after.gpus === before.gpus ? typeOf(after, types, cvm.resources.gpuCount) : null
  return {
    before: presentPrice(cvm),
    after: !changesCompute ? presentPrice(cvm) : found?.hourlyRate ? priceText(found.hourlyRate, 'hourly') : null,
    instanceType: found?.id ?? null,
    changesDisk,
  }
}

function typeOf({ vcpu, memoryGb }: Sizes, types: readonly InstanceType[] | null, gpuCount: number | null): InstanceType | null {
  if (gpuCount !== 0 || vcpu === null || memoryGb === null) return null
  const fitting = (types ?? []).filter((type) => type.vcpu === vcpu && type.memoryMb === gbToMb(memoryGb) && type.needsGpu !== true)
  // Of two with this size, nobody says which it will be.
  return fitting.length === 1 ? fitting[0]! : null
}

/** One sentence for a person. */
export function costWords({ before, after, changesDisk }: CostChange): string {
  const disk = changesDisk ? ' A larger disk costs more as well; no list says how much.' : ''
  if (after === null) {
    return `${before === null ? 'The present price is not reported' : `Computing costs ${before} now`}, and no instance type has the new size: its price is not published.${disk}`
  }
  if (before === null) return `Computing will cost ${after}; what it costs now is not reported.${disk}`
  return before === after ? `Computing stays at ${after}.${disk}` : `Computing costs ${before} now and ${after} afterwards.${disk}`
}
