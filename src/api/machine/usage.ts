import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { requestJson } from '@/api/http.ts'
import { orNull, text } from '@/api/schemas/parts.ts'
import { flag, number } from '@/api/schemas/values.ts'
import { nextLookMs } from '@/domain/next-look.ts'
import { slowPollMs } from '@/domain/poll-delay.ts'

const diskSchema = z.looseObject({ name: text, mount_point: text, total_size: number, free_size: number })

/** `GET /cvms/{id}/stats`: what a CVM says of itself now. Sizes are bytes, times seconds; `null` is not reported. */
export const usageSchema = z.pipe(
  z.looseObject({
    is_online: flag,
    is_public: flag,
    error: text,
    sysinfo: orNull(
      z.looseObject({
        num_cpus: number,
        total_memory: number,
        used_memory: number,
        uptime: number,
        loadavg_one: number,
        loadavg_five: number,
        loadavg_fifteen: number,
        disks: orNull(z.array(diskSchema)),
      }),
    ),
  }),
  z.transform(({ is_online, is_public, error, sysinfo }) => ({
    isOnline: is_online,
    /** Whether the CVM shows its system information at all. */
    isPublic: is_public,
    error,
    now: sysinfo && {
      cpus: sysinfo.num_cpus,
      memory: { used: sysinfo.used_memory, total: sysinfo.total_memory },
      uptimeSeconds: sysinfo.uptime,
      /** Over 1, 5 and 15 minutes. */
      load: [sysinfo.loadavg_one, sysinfo.loadavg_five, sysinfo.loadavg_fifteen] as const,
      disks:
        sysinfo.disks?.map(({ name, mount_point, total_size: total, free_size: free }) => ({
          name: mount_point ?? name,
          total,
          used: total === null || free === null ? null : total - free,
        })) ?? null,
    },
  })),
)

export type Usage = z.output<typeof usageSchema>

export const usageQuery = (cvmId: string) =>
  queryOptions({
    queryKey: [...cvmKeys.one(cvmId), 'usage'],
    queryFn: ({ signal }) => requestJson('GET /api/v1/cvms/{cvm_id}/stats', usageSchema, { path: { cvm_id: cvmId }, signal }),
    refetchInterval: ({ state }) => nextLookMs(slowPollMs, state),
    retry: false,
  })
