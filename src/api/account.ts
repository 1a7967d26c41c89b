import * as z from 'zod/mini'
import { apiPath, requestJson } from './http.ts'
import { accountSchema } from './schemas/account.ts'

const sessionSchema = z.looseObject({ signedIn: z.boolean() })

/** Whether the browser holds a session; says nothing about whether the key is still accepted. */
export const fetchSession = (signal?: AbortSignal) => requestJson('/session', sessionSchema, signal ? { signal } : {})

/** Hands the key to the gateway, which encrypts it into the session cookie that scripts cannot read. Throws `ApiError` `signed-out` for a refused key. */
export const signIn = (apiKey: string) => requestJson('/session', sessionSchema, { method: 'POST', body: { apiKey } })

export const signOut = () => requestJson('/session', z.nullish(z.looseObject({})), { method: 'DELETE' })

export const fetchAccount = (signal?: AbortSignal) => requestJson(apiPath`/auth/me`, accountSchema, signal ? { signal } : {})
