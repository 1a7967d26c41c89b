import type { Usage } from '@/api/machine/usage.ts'
import { formatGb } from '@/domain/units.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

type Now = NonNullable<Usage['now']>

const bytesPerGb = 1024 ** 3
const gb = (bytes: number) => formatGb(Math.round((bytes / bytesPerGb) * 10) / 10)
/** A machine without room to breathe: from this share on, what is in use is said to be nearly all. */
const nearlyAll = 0.9

/**
 * What speaks against the sizes of an edit, by what the CVM itself says is in use. Warnings: what it needs after a restart may be another
 * matter, so nothing is refused. What was not reported warns of nothing.
 */
export function tooSmall({ memoryGb, diskGb, vcpu }: Pick<EditValues, 'memoryGb' | 'diskGb' | 'vcpu'>, now: Now): string[] {
  const { memory, disks, load } = now
  const used = memory.used
  const disk = disks?.reduce<number | null>((sum, one) => (sum === null || one.used === null ? null : sum + one.used), 0) ?? null
  const [, , long] = load
  return [
    ...sizeWarning('memory', memoryGb, used),
    ...sizeWarning('disk', diskGb, disks?.length ? disk : null),
    ...(vcpu !== null && long !== null && long > vcpu
      ? [`Over the last 15 minutes ${long} processes wanted to run at once on average, and ${vcpu} vCPU could run.`]
      : []),
  ]
}

function sizeWarning(what: 'memory' | 'disk', wantedGb: number | null, used: number | null): string[] {
  if (wantedGb === null || !(wantedGb > 0) || used === null) return []
  const wanted = wantedGb * bytesPerGb
  if (used > wanted) return [`More ${what} is in use now (${gb(used)}) than there would be (${formatGb(wantedGb)}).`]
  if (used > wanted * nearlyAll) return [`Nearly all of the ${what} would be in use: ${gb(used)} of ${formatGb(wantedGb)} are now.`]
  return []
}

/** What is in use, as one line. `null` where nothing of it was reported. */
export function inUseWords({ memory, disks, load }: Now): string | null {
  const parts = [
    memory.used === null ? null : `${gb(memory.used)} of memory`,
    ...(disks ?? []).map(({ used, name }) =>
      used === null ? null : disks!.length === 1 || name === null ? `${gb(used)} of disk` : `${gb(used)} of disk ${name}`,
    ),
    load[2] === null ? null : `load ${load[2]} over 15 minutes`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' · ')
}
