import type { InstanceType } from '@/api/money/instance-types.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { gbToMb } from '@/domain/units.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

type Sizes = Pick<EditValues, 'vcpu' | 'memoryGb' | 'diskGb' | 'gpus'>

/** What a resize means for the price of computing. `null` where the sizes that have a price of their own stay. */
export interface CostChange {
  /** As reported, with its period; `null` is not reported. */
  before: string | null
  /** Of the instance type with the new size; `null` where `unknown` says why nobody can tell. */
  after: string | null
  unknown: keyof typeof unknownWords | null
  instanceType: string | null
  changesCompute: boolean
  /** Disk has a price that no list names. */
  changesDisk: boolean
}

const periods: Record<string, string> = { hourly: 'an hour', monthly: 'a month' }

/** `$0.1160 an hour`. The API names no currency; the vendor's own tools write dollars. */
export const priceText = (price: string, period: string | null) => `$${price} ${(period && periods[period]) ?? 'per billing period'}`

export const presentPrice = ({ resources: { price, billingPeriod } }: Pick<Cvm, 'resources'>) =>
  price === null ? null : priceText(price, billingPeriod)

/** By the list of instance types; `types` is `null` where it could not be read. GPUs are priced by no size, so with them nothing is said. */
export function costChange(cvm: Cvm, before: Sizes, after: Sizes, types: readonly InstanceType[] | null): CostChange | null {
  const changesDisk = after.diskGb !== before.diskGb
  const changesCompute = after.vcpu !== before.vcpu || after.memoryGb !== before.memoryGb
  if (!changesDisk && !changesCompute) return null
  const common = { before: presentPrice(cvm), changesCompute, changesDisk }
  if (!changesCompute) return { ...common, after: common.before, unknown: null, instanceType: null }
  const found = after.gpus === before.gpus ? typeOf(after, types, cvm.resources.gpuCount) : 'gpus'
  if (typeof found === 'string') return { ...common, after: null, unknown: found, instanceType: null }
  const { id: instanceType, hourlyRate } = found
  return hourlyRate
    ? { ...common, after: priceText(hourlyRate, 'hourly'), unknown: null, instanceType }
    : { ...common, after: null, unknown: 'unpriced', instanceType }
}

const unknownWords = {
  unread: 'the list of prices could not be read.',
  'partly-unread': 'a part of the list of prices could not be read.',
  incomplete: 'the new size is not known as a whole.',
  gpus: 'with GPUs no list says what the new size costs.',
  'gpus-unread': 'how many GPUs it has is not reported, and the price depends on that.',
  none: 'no instance type has the new size: its price is not published.',
  several: 'several instance types have the new size, so it is not known which price will be yours.',
  unpriced: 'the instance type of the new size has no published price.',
}

/** The one type with this size, or why there is no telling. */
function typeOf(
  { vcpu, memoryGb }: Sizes,
  types: readonly InstanceType[] | null,
  gpuCount: number | null,
): InstanceType | keyof typeof unknownWords {
  if (gpuCount === null) return 'gpus-unread'
  if (gpuCount !== 0) return 'gpus'
  if (vcpu === null || memoryGb === null) return 'incomplete'
  if (types === null) return 'unread'
  const withoutGpu = types.filter(({ needsGpu }) => needsGpu !== true)
  // One of unknown size may be of this one.
  if (withoutGpu.some((type) => type.vcpu === null || type.memoryMb === null)) return 'partly-unread'
  const fitting = withoutGpu.filter((type) => type.vcpu === vcpu && type.memoryMb === gbToMb(memoryGb))
  return fitting.length === 1 ? fitting[0]! : fitting.length === 0 ? 'none' : 'several'
}

/** One sentence for a person. */
export function costWords({ before, after, unknown, changesCompute, changesDisk }: CostChange): string {
  const disk = changesDisk ? ' A larger disk costs more as well; no list says how much.' : ''
  if (!changesCompute) return `${before === null ? 'What computing costs is not reported.' : `Computing stays at ${before}.`}${disk}`
  if (after === null) {
    const now = before === null ? 'The present price is not reported' : `Computing costs ${before} now`
    return `${now}, and ${unknownWords[unknown ?? 'unread']}${disk}`
  }
  if (before === null) return `Computing will cost ${after}; what it costs now is not reported.${disk}`
  return before === after ? `Computing stays at ${after}.${disk}` : `Computing costs ${before} now and ${after} afterwards.${disk}`
}
