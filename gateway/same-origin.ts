import type { Settings } from './settings.ts'

/** Who sent a request, as far as a browser tells. */
export type Caller =
  /** A page of this gateway. */
  | 'own-page'
  /** The address bar or a bookmark: no page at all. */
  | 'navigation'
  /** A page, frame or extension of some other origin. */
  | 'foreign'
  /** No browser: SDK, CLI, curl. */
  | 'program'

/**
 * Reads `Sec-Fetch-Site`, which browsers set and pages cannot; where it is missing (plain http on a LAN, old browsers) compares `Origin`
 * with the Host that was asked, or with the public origin.
 */
export function callerOf(request: Request, settings: Pick<Settings, 'publicOrigin'>): Caller {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return 'own-page'
  if (site === 'none') return 'navigation'
  if (site !== null) return 'foreign'

  const origin = request.headers.get('origin')
  if (origin === null) return 'program'
  if (settings.publicOrigin !== null && origin === settings.publicOrigin) return 'own-page'
  const host = request.headers.get('host') ?? new URL(request.url).host
  return URL.canParse(origin) && new URL(origin).host === host ? 'own-page' : 'foreign'
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Writes and chain reads are for own pages and for programs, which bring their own key. */
export const mayWrite = (caller: Caller) => caller === 'own-page' || caller === 'program'

export const isWrite = (request: Request) => !safeMethods.has(request.method)

/** The origin of a wallet extension, or `null`. Wallets talk to the sandbox chain themselves. */
export function walletExtensionOrigin(request: Request): string | null {
  const origin = request.headers.get('origin')
  return origin && /^(?:chrome|moz|safari-web)-extension:\/\/[\w-]+$/.test(origin) ? origin : null
}
