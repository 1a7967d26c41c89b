import { requestJson } from './http.ts'
import { runtimeConfigSchema } from './schemas/runtime-config.ts'

/** What the gateway says about itself, to anybody: mode, upstream, chains. */
export const fetchRuntimeConfig = (signal?: AbortSignal) =>
  requestJson('GET /config.json', runtimeConfigSchema, { signal, withoutSession: true })
