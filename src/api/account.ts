import * as z from 'zod/mini'
import { requestJson, type RequestOptions } from './http.ts'
import { pageSession } from './session/page-session.ts'
import { sessionChanged } from './session/session-changed.ts'

const sessionSchema = z.looseObject({ signedIn: z.boolean(), mark: z.optional(z.string()) })

/** Asks for the browser's session or begins one, and leaves open for which one this page speaks. */
export const requestSession = (route: 'GET /session' | 'POST /session', options: RequestOptions) =>
  requestJson(route, sessionSchema, options)

/**
 * Whether the browser holds a session; says nothing about whether the key is still accepted. A page speaks for the first session that it
 * hears of. Any later one that differs is reported as changed, and not taken over.
 */
export async function fetchSession(signal?: AbortSignal) {
  const session = await requestSession('GET /session', { signal })
  const mark = pageSession.mark()
  if (mark === null) pageSession.speakFor(session.mark)
  else if (session.mark !== undefined && session.mark !== mark) sessionChanged.report(mark)
  return session
}

/**
 * Hands the key to the gateway, which encrypts it into the session cookie that scripts cannot read; from then on the page speaks for that session.
 * Throws `ApiError` `signed-out` for a refused key.
 */
export async function signIn(apiKey: string) {
  const session = await requestSession('POST /session', { body: { apiKey } })
  pageSession.speakFor(session.mark)
  return session
}

/** Throws `ApiError` `session-changed` when the browser's session is another one than the page's: that one is not this page's to end. */
export async function signOut() {
  await requestJson('DELETE /session', z.nullish(z.looseObject({})))
  pageSession.speakFor(null)
}
