import { bodyTooLarge, errorAnswer, methodNotAllowed, sessionChanged } from './error-answer.ts'
import { readBody } from './read-body.ts'
import {
  expiredCookie,
  forgetSession,
  markHeader,
  type OpenedSessions,
  readSession,
  sealSession,
  sessionCookie,
  type Session,
} from './session.ts'
import type { Settings } from './settings.ts'

/** Asks the upstream, live or sandboxed, for `auth/me` with a key. Rejects when there is no answer. */
export type AskWhoAmI = (apiKey: string) => Promise<{ status: number; isWebPage: boolean }>

const bodyLimitBytes = 8 * 1024

/**
 * `POST /session {apiKey}` signs in, `GET` says whether one is signed in, `DELETE` signs out.
 * `userKnown` of a sign-in is false where the upstream does not answer `auth/me`: the key is kept unchecked, and each page finds out by itself.
 */
export async function answerSession(
  request: Request,
  { settings, opened, now, askWhoAmI }: { settings: Settings; opened: OpenedSessions; now: Date; askWhoAmI: AskWhoAmI },
): Promise<Response> {
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const session = await readSession(request, settings, now, opened)
      return Response.json(session ? signedIn(session) : { signedIn: false }, { headers: noStore })
    }
    case 'DELETE': {
      // A page of a former session must not end the one that somebody began since.
      const mark = request.headers.get(markHeader)
      const session = mark === null ? null : await readSession(request, settings, now, opened)
      if (session && session.mark !== mark) return sessionChanged()
      forgetSession(request, settings, opened)
      return new Response(null, { status: 204, headers: { ...noStore, 'set-cookie': expiredCookie(request, settings) } })
    }
    case 'POST':
      return signIn(request, { settings, now, askWhoAmI })
    default:
      return methodNotAllowed('GET, POST, DELETE')
  }
}

const noStore = { 'cache-control': 'no-store' }

const signedIn = ({ mark, issuedAt, expiresAt }: Session) => ({
  signedIn: true,
  mark,
  issuedAt: issuedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})

async function signIn(request: Request, { settings, now, askWhoAmI }: { settings: Settings; now: Date; askWhoAmI: AskWhoAmI }) {
  const body = await readBody(request, bodyLimitBytes)
  if (body === null) return bodyTooLarge(bodyLimitBytes)
  const apiKey = parseApiKey(body)
  if (apiKey === null) {
    return errorAnswer(400, {
      error_code: 'GATEWAY_KEY_MISSING',
      message: 'Send {"apiKey": "…"} with one API key, without spaces or line breaks.',
    })
  }

  let answer: Awaited<ReturnType<AskWhoAmI>>
  try {
    answer = await askWhoAmI(apiKey)
  } catch {
    return errorAnswer(502, {
      error_code: 'GATEWAY_UPSTREAM_UNREACHABLE',
      message: 'The key could not be checked: the API did not answer. Try again in a moment.',
    })
  }
  const { status, isWebPage } = answer
  if (status < 500 && (isWebPage || (status >= 300 && status < 400))) {
    return errorAnswer(502, {
      error_code: 'GATEWAY_INTERCEPTED',
      message: 'The key could not be checked: something between here and the API answered in its place, with a page of its own.',
    })
  }
  if (status === 401 || status === 403) {
    return errorAnswer(401, {
      error_code: 'GATEWAY_KEY_REFUSED',
      message: 'The API does not accept this key. It may be mistyped, expired or revoked.',
    })
  }
  const isMissing = status === 404 || status === 405 || status === 501
  if (!isMissing && (status < 200 || status > 299)) {
    return errorAnswer(502, {
      error_code: 'GATEWAY_UPSTREAM_FAILED',
      message: `The key could not be checked: the API answered ${status}. Try again in a moment.`,
    })
  }

  const { session, token } = await sealSession(apiKey, settings, now)
  return Response.json(
    { ...signedIn(session), userKnown: !isMissing },
    { headers: { ...noStore, 'set-cookie': sessionCookie(token, request, settings) } },
  )
}

function parseApiKey(body: Uint8Array): string | null {
  try {
    const { apiKey } = JSON.parse(new TextDecoder().decode(body)) as { apiKey?: unknown }
    return typeof apiKey === 'string' && /^[\x21-\x7e]{1,512}$/.test(apiKey.trim()) ? apiKey.trim() : null
  } catch {
    return null
  }
}
