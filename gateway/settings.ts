import { createHash, randomBytes } from 'node:crypto'
import type { LogFormat } from './running/request-log.ts'

/** What the environment says, parsed once at start. */
export interface Settings {
  host: string
  /** 0 lets the system choose; the chosen one is printed. */
  port: number
  /** Phala Cloud's API, or `null` for the sandbox. `prefix` has no slash at its end; `host` is all that browsers are told of it. */
  upstream: { prefix: string; host: string } | null
  /** 32 bytes that seal the session cookie. */
  sessionKey: Uint8Array
  /** Where browsers reach this gateway when a proxy stands before it, e.g. `https://console.example.org`; no slash at its end. */
  publicOrigin: string | null
  /** RPC endpoints by chain id that the gateway reads from; they may hold secrets. */
  rpcUrls: ReadonlyMap<number, string>
  /** RPC endpoints by chain id that a wallet may be told to add. */
  walletRpcUrls: ReadonlyMap<number, string>
  /** KMS contracts by chain id that proofs trust, in lower case; a chain without an entry trusts what the API names and says so. */
  kmsContracts: ReadonlyMap<number, string[]>
  /** Hosts that logs of CVMs may be read from, in lower case; `*.` in front stands for any name below. Empty: none are read. */
  logHosts: readonly string[]
  logFormat: LogFormat
  /** Where numbers for Prometheus are read, apart from everything else; `null`: nowhere. */
  metrics: { host: string; port: number } | null
  /** How long a stop waits for answers under way. */
  stopGraceMs: number
}

/** The environment holds a value that cannot be used; the message names every one of them. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

const shortestSecret = 32

/**
 * Reads `HOST`, `PORT`, `PHALA_CLOUD_API_PREFIX`, `SESSION_SECRET`, `PUBLIC_ORIGIN`, `LOG_HOSTS`,
 * `LOG_FORMAT`, `METRICS_HOST`, `METRICS_PORT`, `STOP_GRACE_SECONDS`,
 * `RPC_URL_<chainId>`, `WALLET_RPC_URL_<chainId>` and `KMS_CONTRACTS_<chainId>`.
 * @throws SettingsError naming every variable that cannot be used
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const problems: string[] = []
  const value = (name: string) => env[name]?.trim() || undefined

  const url = (name: string, text: string): URL | null => {
    const parsed = URL.canParse(text) ? new URL(text) : null
    if (parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed
    problems.push(`${name} must be an http(s) address.`)
    return null
  }

  const number = (name: string, text: string, most: number): number => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > most) problems.push(`${name} must be a number from 0 to ${most}.`)
    return Number(text)
  }
  const port = number('PORT', value('PORT') ?? '4173', 65_535)
  const metricsPort = value('METRICS_PORT')
  const metrics = metricsPort ? { host: value('METRICS_HOST') ?? '127.0.0.1', port: number('METRICS_PORT', metricsPort, 65_535) } : null
  const logFormat = value('LOG_FORMAT') ?? 'text'
  if (logFormat !== 'text' && logFormat !== 'json') problems.push('LOG_FORMAT must be text or json.')

  let upstream: Settings['upstream'] = null
  const prefixText = value('PHALA_CLOUD_API_PREFIX')
  if (prefixText) {
    const parsed = url('PHALA_CLOUD_API_PREFIX', prefixText)
    if (parsed && (parsed.username || parsed.search || parsed.hash)) {
      problems.push('PHALA_CLOUD_API_PREFIX must be an address without user, query or fragment.')
    } else if (parsed) {
      upstream = { prefix: (parsed.origin + parsed.pathname).replace(/\/+$/, ''), host: parsed.host }
    }
  }

  let publicOrigin: string | null = null
  const originText = value('PUBLIC_ORIGIN')
  if (originText) {
    const parsed = url('PUBLIC_ORIGIN', originText)
    if (parsed && (parsed.pathname !== '/' || parsed.search || parsed.hash)) {
      problems.push('PUBLIC_ORIGIN must be an origin alone, such as https://console.example.org.')
    } else if (parsed) publicOrigin = parsed.origin
  }

  const secret = value('SESSION_SECRET')
  if (secret && secret.length < shortestSecret) problems.push(`SESSION_SECRET must have at least ${shortestSecret} characters.`)

  function byChain<Value>(start: string, read: (name: string, text: string) => Value | null) {
    const values = new Map<number, Value>()
    for (const name of Object.keys(env)) {
      const text = value(name)
      if (!name.startsWith(start) || !text) continue
      const chainId = Number(name.slice(start.length))
      if (!Number.isSafeInteger(chainId) || chainId <= 0) {
        problems.push(`${name} must end in a chain id, such as ${start}8453.`)
        continue
      }
      const known = read(name, text)
      if (known !== null) values.set(chainId, known)
    }
    return values
  }
  const endpoint = (name: string, text: string) => (url(name, text) ? text : null)
  const rpcUrls = byChain('RPC_URL_', endpoint)
  const walletRpcUrls = byChain('WALLET_RPC_URL_', endpoint)
  const kmsContracts = byChain('KMS_CONTRACTS_', (name, text) => {
    const addresses = text.toLowerCase().split(/[\s,]+/)
    if (addresses.every((address) => /^0x[0-9a-f]{40}$/.test(address))) return addresses
    problems.push(`${name} must be addresses of contracts, such as 0x…, with commas between them.`)
    return null
  })

  const logHosts = (value('LOG_HOSTS') ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((host) => host !== '')
  if (!logHosts.every((host) => /^(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host))) {
    problems.push('LOG_HOSTS must be host names, such as *.dstack.example.org, with commas between them.')
  }

  // In the sandbox nothing is worth waiting for.
  const stopGraceMs = number('STOP_GRACE_SECONDS', value('STOP_GRACE_SECONDS') ?? (upstream ? '25' : '5'), 3_600) * 1000

  if (problems.length > 0) throw new SettingsError(problems.join('\n'))
  return {
    host: value('HOST') ?? '127.0.0.1',
    port,
    upstream,
    sessionKey: secret ? createHash('sha256').update(secret).digest() : randomBytes(32),
    publicOrigin,
    rpcUrls,
    walletRpcUrls,
    kmsContracts,
    logHosts,
    logFormat: logFormat === 'json' ? 'json' : 'text',
    metrics,
    stopGraceMs,
  }
}
