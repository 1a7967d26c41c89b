import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { requestJson } from '@/api/http.ts'
import { orNull, text } from '@/api/schemas/parts.ts'
import { anyId, flag, number } from '@/api/schemas/values.ts'

const familySchema = z.looseObject({
  items: orNull(z.array(z.looseObject({ id: anyId, name: text, vcpu: number, memory_mb: number, hourly_rate: anyId, requires_gpu: flag }))),
})

/** Stands for a family whose types could not be read: nobody knows what sizes it has. */
const unreadType = { id: null, name: null, vcpu: null, memory_mb: null, hourly_rate: null, requires_gpu: null }

/** `GET /instance-types`: sizes that have a price. A size that could not be read is `null`. */
export const instanceTypesSchema = z.pipe(
  z.looseObject({ result: z.array(familySchema) }),
  z.transform(({ result }) =>
    result.flatMap(({ items }) =>
      (items ?? [unreadType]).map(({ id, name, vcpu, memory_mb, hourly_rate, requires_gpu }) => ({
        id: id ?? name,
        vcpu,
        memoryMb: memory_mb,
        /** US dollars as the server wrote them; `null` is not reported. */
        hourlyRate: hourly_rate,
        needsGpu: requires_gpu,
      })),
    ),
  ),
)

export type InstanceType = z.output<typeof instanceTypesSchema>[number]

/** Prices hardly move, and nothing is decided by them. */
export const instanceTypesQuery = queryOptions({
  queryKey: ['instance-types'],
  queryFn: ({ signal }) => requestJson('GET /api/v1/instance-types', instanceTypesSchema, { signal }),
  staleTime: 600_000,
  retry: false,
})
