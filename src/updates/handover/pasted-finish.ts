import { type ComposeHash, appContractOf, type Hash32, parseAppId, parseHash32, type TransactionHash } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { type FinishRequest, preparedForMs } from './handover-link.ts'

/** What somebody types or pastes to finish an update that a program prepared. All texts, as they stand in the fields. */
export interface FinishFields {
  cvmId: string
  composeHash: string
  appId: string
  chainId: string
  token: string
  deviceId: string
  transactionHash: string
}

export type FinishField = keyof FinishFields

export const noFinishFields: FinishFields = {
  cvmId: '',
  composeHash: '',
  appId: '',
  chainId: '',
  token: '',
  deviceId: '',
  transactionHash: '',
}

/** More than any output of a program about one update. */
const mostCharacters = 100_000

/** By the names that the API, its SDK and its CLI print, in either way of writing them. */
const nameOf: Record<string, FinishField> = {
  cvmid: 'cvmId',
  composehash: 'composeHash',
  appid: 'appId',
  chainid: 'chainId',
  committoken: 'token',
  token: 'token',
  deviceid: 'deviceId',
  transactionhash: 'transactionHash',
}

/**
 * Reads what a program printed about a prepared update: JSON of the SDK, of the CLI or of the API itself, or one of its two commit addresses.
 * `null` for anything else, such as a single value. What is read is as untrusted as what is typed.
 */
export function readPrinted(text: string): Partial<FinishFields> | null {
  if (text.length > mostCharacters) return null
  const found: Partial<FinishFields> = readCommitAddress(text.trim()) ?? {}
  try {
    collect(JSON.parse(text), found, 0)
  } catch {
    // Not JSON; it may still be an address.
  }
  return Object.keys(found).length > 1 ? found : null
}

function collect(value: unknown, found: Partial<FinishFields>, depth: number) {
  if (typeof value !== 'object' || value === null || depth > 4) return
  // The API lists what a hash needs as pairs.
  if ('field' in value && 'value' in value && typeof value.field === 'string') {
    take(value.field, value.value, found)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    take(key, inner, found)
    collect(inner, found, depth + 1)
  }
}

function take(key: string, value: unknown, found: Partial<FinishFields>) {
  if (typeof value !== 'string' && typeof value !== 'number') return
  const plain = key.replaceAll(/[_-]/g, '').toLowerCase()
  if (plain === 'commiturl' || plain === 'apicommiturl') Object.assign(found, { ...readCommitAddress(String(value)), ...found })
  const name = nameOf[plain]
  if (name) found[name] ??= String(value)
}

/** `…/cvms/{id}/…?token={token}`, the address that a program is given to commit with. */
function readCommitAddress(text: string): Partial<FinishFields> | null {
  const [, cvmId, query] = /^https?:\/\/[^\s?#]*\/cvms\/([\w.:-]+)[^\s?#]*\?([^\s#]+)/.exec(text) ?? []
  const token = query && new URLSearchParams(query).get('token')
  return cvmId && token ? { cvmId, token } : null
}

const identifier = /^[\w.:-]{1,128}$/
const hashWords = '64 hex digits, with or without 0x.'

/**
 * The request that the fields make, with the token beside it; or what is wrong with them, by field. `now` in ms.
 * The chain has to be one that this console can read: nothing is started whose hash cannot be looked up.
 */
export function finishFromFields(
  fields: FinishFields,
  { chains, now }: { chains: readonly number[]; now: number },
): { request: FinishRequest; token: string } | { problems: Partial<Record<FinishField, string>> } {
  const text = (name: FinishField) => fields[name].trim()
  const problems: Partial<Record<FinishField, string>> = {}
  const checked = <Value>(name: FinishField, value: Value | null, words: string): Value | null => {
    if (value === null) problems[name] = words
    return value
  }
  const optional = <Value>(name: FinishField, parse: (given: string) => Value | null): Value | null =>
    text(name) === '' ? null : checked(name, parse(text(name)), hashWords)

  const cvmId = checked('cvmId', identifier.test(text('cvmId')) ? text('cvmId') : null, 'The id of the CVM, such as cvm_ and some letters.')
  const composeHash: ComposeHash | null = checked('composeHash', parseHash32(text('composeHash')), hashWords)
  const appId = checked('appId', parseAppId(text('appId')), '40 hex digits, with or without 0x.')
  const chainId = checked(
    'chainId',
    chains.find((id) => String(id) === text('chainId')) ?? null,
    text('chainId') === '' ? 'Choose the chain of the app contract.' : 'This console has no connection to that chain.',
  )
  const token = checked('token', /^\S{1,500}$/.test(text('token')) ? text('token') : null, 'The one-time token, without blanks.')
  const deviceId: Hash32 | null = optional('deviceId', parseHash32)
  const transactionHash = optional('transactionHash', (given) => {
    const hash = parseHash32(given)
    return hash && (`0x${hash}` as TransactionHash)
  })
  const appContract = appContractOf(appId)
  if (!cvmId || !composeHash || !appId || !appContract || chainId === null || !token || Object.keys(problems).length > 0)
    return { problems }
  const ticket: Ticket = {
    composeHash,
    appId,
    appContract,
    chainId,
    kmsContract: null,
    deviceId,
    // Nobody said when: the earliest that it can have been.
    issuedAt: new Date(now - preparedForMs).toISOString(),
  }
  return { request: { ticket, cvmName: cvmId, cvmId, pasted: { transactionHash } }, token }
}
