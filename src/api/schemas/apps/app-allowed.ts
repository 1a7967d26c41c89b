import * as z from 'zod/mini'
import { orNull, text } from '../parts.ts'
import { anyId, flag, unreadCount, unreadKey } from '../values.ts'

/** `POST /apps/{id}/cvms/is-allowed`: what the app contract says of each CVM as it stands. */
export const appAllowedSchema = z.pipe(
  z.looseObject({
    results: orNull(
      z.array(
        z.looseObject({
          cvm_id: anyId,
          compose_hash_allowed: flag,
          device_id_allowed: flag,
          allow_any_device: flag,
          is_allowed: flag,
          error: text,
        }),
      ),
    ),
  }),
  z.transform(({ results }) =>
    (results ?? []).map((one) => ({
      cvmId: one.cvm_id,
      isAllowed: one.is_allowed,
      isHashAllowed: one.compose_hash_allowed,
      isDeviceAllowed: one.allow_any_device ? true : one.device_id_allowed,
      reason: one.error,
    })),
  ),
)

export type CvmAllowed = z.output<typeof appAllowedSchema>[number]

/** `GET /apps/{id}/device-allowlist`: devices that the contract allows, and those that CVMs of the app are on. */
export const deviceAllowlistSchema = z.pipe(
  z.looseObject({
    allow_any_device: flag,
    devices: orNull(z.array(z.looseObject({ device_id: z.string(), node_name: text, allowed_onchain: flag, status: text }))),
    [unreadKey]: unreadCount,
  }),
  z.transform(({ allow_any_device, devices, [unreadKey]: unreadable }) => ({
    unreadable,
    allowsAny: allow_any_device,
    /** `null`: not reported. */
    devices:
      devices?.map((one) => ({ id: one.device_id, node: one.node_name, isAllowed: one.allowed_onchain, status: one.status })) ?? null,
  })),
)

export type AppDevice = NonNullable<z.output<typeof deviceAllowlistSchema>['devices']>[number]
