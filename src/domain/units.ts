import { formatNumber } from '@/lib/numbers.ts'

/** The API counts memory in MB in a PATCH and in GB in the details (docs/assumptions.md). */
export const mbPerGb = 1024

/** Disk goes out in GB, although one page of the vendor's documentation says MB (docs/assumptions.md). */
export const diskWireUnit = 'GB'

/** The API's limit for the compose file and the pre-launch script together. */
export const composeLimitBytes = 200 * 1024

export const gbToMb = (gb: number) => gb * mbPerGb
export const mbToGb = (mb: number) => mb / mbPerGb

export const formatGb = (gb: number) => `${formatNumber(gb, 2)} GB`
export const formatVcpu = (count: number) => `${count} vCPU`
