import { createHash } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import type { Settings } from './settings.ts'

/** Twelve hours, by the server's clock. */
const sessionSeconds = 12 * 60 * 60

export interface Session {
  apiKey: string
  /** Names this sign-in to the pages that belong to it. It is made from the sealed session cookie, says nothing about the key and opens nothing. */
  mark: string
  issuedAt: Date
  expiresAt: Date
}

const audience = 'cvm-console session'

/** With which a page says for which session a request is meant. */
export const markHeader = 'x-console-session'

/** Which upstream a session is for; a session cookie made for one is void for another. */
const upstreamOf = (settings: Settings) => settings.upstream?.prefix ?? 'sandbox'

/** The host that the browser asked for. */
const hostOf = (request: Request) => request.headers.get('host') ?? new URL(request.url).host

/** Browsers take a name that begins so only with `Secure`, for `/`, and from this very host: none below or beside it can set one in its place. */
const hostOnly = '__Host-'

/**
 * Cookies are shared by every port of a host, so each console needs a name of its own. Gateways behind one balancer have the same public
 * origin, or are asked by the same host, and share it.
 */
function cookieName(request: Request, settings: Settings) {
  const place = createHash('sha256').update(`${settings.publicOrigin ?? hostOf(request)}\n${upstreamOf(settings)}`)
  return `${isLocal(request, settings) ? '' : hostOnly}cvm-console-${settings.upstream ? 'live' : 'sandbox'}-${place.digest('hex').slice(0, 10)}`
}

const markOf = (token: string) => createHash('sha256').update(`${audience} mark\n${token}`).digest('base64url').slice(0, 22)

/** Seals a key into a session cookie. Its value is a JWE that only this gateway's secret opens. */
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
  return { session: { apiKey, mark: markOf(token), issuedAt: new Date(issuedAt * 1000), expiresAt: new Date(expiresAt * 1000) }, token }
}

const openedMs = 60_000
const mostOpened = 500

/**
 * Sessions that were opened a moment ago, by their token: pages ask in bursts, and opening one takes longer than everything else here. It
 * holds nothing that the token alone would not bring, and forgets it a minute later, whether or not somebody asks again.
 */
export class OpenedSessions {
  readonly #opened = new Map<string, { session: Session; timer: NodeJS.Timeout }>()

  get size() {
    return this.#opened.size
  }

  get(token: string, now: Date): Session | null {
    const session = this.#opened.get(token)?.session
    return session && now < session.expiresAt ? session : null
  }

  add(token: string, session: Session) {
    this.forget(token)
    for (const [oldest] of this.#opened) {
      if (this.size < mostOpened) break
      this.forget(oldest)
    }
    this.#opened.set(token, { session, timer: setTimeout(() => this.forget(token), openedMs).unref() })
  }

  forget(token: string) {
    clearTimeout(this.#opened.get(token)?.timer)
    this.#opened.delete(token)
  }
}

/** The session that a request carries, or `null` when there is none, it is too old, tampered with, or for another upstream. */
export async function readSession(request: Request, settings: Settings, now: Date, opened: OpenedSessions): Promise<Session | null> {
  const token = tokenOf(request, settings)
  if (!token) return null
  const known = opened.get(token, now)
  if (known) return known
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
    const [issuedAt, expiresAt] = [new Date(payload.iat * 1000), new Date(payload.exp * 1000)]
    const session = { apiKey: payload['key'], mark: markOf(token), issuedAt, expiresAt }
    opened.add(token, session)
    return session
  } catch {
    return null // not ours to explain: to the person it is "not signed in"
  }
}

/** What was opened for this request, or others with its session cookie, is not kept for the next one. */
export function forgetSession(request: Request, settings: Settings, opened: OpenedSessions) {
  const token = tokenOf(request, settings)
  if (token) opened.forget(token)
}

const tokenOf = (request: Request, settings: Settings) => readCookie(request.headers.get('cookie'), cookieName(request, settings))

export const sessionCookie = (token: string, request: Request, settings: Settings) =>
  cookie(`${cookieName(request, settings)}=${token}; Max-Age=${sessionSeconds}`, request, settings)

export const expiredCookie = (request: Request, settings: Settings) =>
  cookie(`${cookieName(request, settings)}=; Max-Age=0`, request, settings)

function cookie(pair: string, request: Request, settings: Settings) {
  return `${pair}; Path=/; HttpOnly; SameSite=Strict${isLocal(request, settings) ? '' : '; Secure'}`
}

/** Browsers treat loopback as safe, but not all of them keep a Secure cookie that came over plain http. */
function isLocal(request: Request, settings: Settings) {
  const { hostname } = new URL(settings.publicOrigin ?? `http://${hostOf(request)}`)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}

function readCookie(header: string | null, name: string) {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
