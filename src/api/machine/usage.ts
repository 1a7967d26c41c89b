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

/** One look at it, at a time of this computer's clock in ms: good for the distance to the next one, and for nothing else. */
export interface UsageReading {
  at: number
  /** Bytes. */
  memoryUsed: number
}

/** An hour of looks is as much as a small chart can show. */
const keptReadings = 120

/** What the page saw, with what it sees now. A look that failed leaves none. */
export const seenAfter = (before: readonly UsageReading[], { now }: Usage, at: number): readonly UsageReading[] =>
  now?.memory.used == null ? before : [...before, { at, memoryUsed: now.memory.used }].slice(-keptReadings)

const usageKey = (cvmId: string) => [...cvmKeys.one(cvmId), 'usage'] as const

/** What is in use now, and what this session's looks at it saw before. */
export const usageQuery = (cvmId: string) =>
  queryOptions({
    queryKey: usageKey(cvmId),
    queryFn: async ({ client, signal }): Promise<Usage & { seen: readonly UsageReading[] }> => {
      const usage = await requestJson('GET /api/v1/cvms/{cvm_id}/stats', usageSchema, { path: { cvm_id: cvmId }, signal })
      const before = client.getQueryData<{ seen: readonly UsageReading[] }>(usageKey(cvmId))?.seen ?? []
      return { ...usage, seen: seenAfter(before, usage, Date.now()) }
    },
    refetchInterval: ({ state }) => nextLookMs(slowPollMs, state),
    retry: false,
  })
