import { EncryptJWT, jwtDecrypt } from 'jose'
import type { Settings } from './settings.ts'

/** Twelve hours, by the server's clock. */
const sessionSeconds = 12 * 60 * 60

export interface Session {
  apiKey: string
  issuedAt: Date
  expiresAt: Date
}

const audience = 'cvm-console session'

/** Which upstream a session is for; a cookie sealed for one is void for another. */
const upstreamOf = (settings: Settings) => settings.upstream?.prefix ?? 'sandbox'

/** Cookies are shared by every port of a host, so a sandbox and a live gateway side by side need names of their own. */
const cookieName = (settings: Settings) => (settings.upstream ? 'cvm-console-live' : 'cvm-console-sandbox')

/** Seals a key. The cookie's value is a JWE that only this gateway's secret opens. */
export async function sealSession(apiKey: string, settings: Settings, now: Date): Promise<{ session: Session; token: string }> {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const expiresAt = issuedAt + sessionSeconds
  const token = await new EncryptJWT({ key: apiKey })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer(upstreamOf(settings))
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .encrypt(settings.sessionKey)
  return { session: { apiKey, issuedAt: new Date(issuedAt * 1000), expiresAt: new Date(expiresAt * 1000) }, token }
}

/** The session that a request carries, or `null` when there is none, it is too old, tampered with, or for another upstream. */
export async function readSession(request: Request, settings: Settings, now: Date): Promise<Session | null> {
  const token = readCookie(request.headers.get('cookie'), cookieName(settings))
  if (!token) return null
  try {
    const { payload } = await jwtDecrypt(token, settings.sessionKey, {
      issuer: upstreamOf(settings),
      audience,
      currentDate: now,
      maxTokenAge: sessionSeconds,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    if (typeof payload['key'] !== 'string' || payload.iat === undefined || payload.exp === undefined) return null
    return { apiKey: payload['key'], issuedAt: new Date(payload.iat * 1000), expiresAt: new Date(payload.exp * 1000) }
  } catch {
    return null // not ours to explain: to the person it is "not signed in"
  }
}

export const sessionCookie = (token: string, request: Request, settings: Settings) =>
  cookie(`${cookieName(settings)}=${token}; Max-Age=${sessionSeconds}`, request, settings)

export const expiredCookie = (request: Request, settings: Settings) => cookie(`${cookieName(settings)}=; Max-Age=0`, request, settings)

function cookie(pair: string, request: Request, settings: Settings) {
  return `${pair}; Path=/; HttpOnly; SameSite=Strict${isLocal(request, settings) ? '' : '; Secure'}`
}

/** Browsers treat loopback as safe, but not all of them keep a Secure cookie that came over plain http. */
function isLocal(request: Request, settings: Settings) {
  const { hostname } = new URL(settings.publicOrigin ?? `http://${request.headers.get('host') ?? new URL(request.url).host}`)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}

function readCookie(header: string | null, name: string) {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
