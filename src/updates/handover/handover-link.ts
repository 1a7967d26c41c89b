import * as z from 'zod/mini'
import { appContractOf, type Hex, parseAppId, parseHash32, sameAddress, type TransactionHash } from '@/domain/identifiers.ts'
import { secretName } from '@/lib/secret-fragment.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { mostPackedCharacters, packedPattern } from './packed-change.ts'

/** What an approval page needs to know. No secret, and nothing with which an update could be started. */
export interface ApprovalRequest {
  ticket: Ticket
  /** What the link calls the CVM. The person who made the link chose it, so it proves nothing. */
  cvmName: string
  /** What the requester says changes, packed (`packed-change.ts`); the hash alone tells whether it is true. */
  packedChange?: string
  /** No update waits for it: a CVM as it is would not start, for its hash, its device or both. */
  isForStart?: true
}

/** What a page needs to know that starts the update; the token comes beside it. */
export interface FinishRequest extends ApprovalRequest {
  cvmId: string
  /** Typed or pasted instead of read from a link: then nobody said when it was prepared. */
  pasted?: { transactionHash: TransactionHash | null }
}

type WhatTravels = ApprovalRequest & { cvmId: string | null }

/**
 * `empty`: the part after the # is missing. `damaged`: it was cut off or changed on the way. `other-version`: another console made it.
 * `kms-contract`: it names the key server's contract as the app's, where no hash belongs.
 */
export type LinkProblem = 'empty' | 'damaged' | 'other-version' | 'kms-contract'

/** The pages that read these links; see `src/routes/approve.tsx` and `src/routes/finish.tsx`. */
const paths = { approval: '/approve', finisher: '/finish' }
const version = '1'
const forStart = 'start'
/** Longer than any real link; a name may take three characters of the address for each byte. */
const mostCharacters = 4_000 + mostPackedCharacters
const mostNameCharacters = 80

/**
 * A link that lets somebody else look at the call and sign it. Everything travels in the fragment, which browsers send to no server.
 * What could be cut off unnoticed, such as a name, stands before what has a fixed length.
 */
export const approvalLink = (request: ApprovalRequest, origin: string): string =>
  `${origin}${paths.approval}#${fragmentOf({ ...request, cvmId: null }, [])}`

/**
 * A link with which whoever holds it starts the update once its hash is allowed. The commit token in it is as good as a password; the page
 * takes it out of the address before anything else (`src/lib/secret-fragment.ts`).
 */
export const finisherLink = (request: FinishRequest, commitToken: string, origin: string): string =>
  `${origin}${paths.finisher}#${fragmentOf(request, [[secretName, commitToken]])}`

function fragmentOf(
  { ticket, cvmName, cvmId, packedChange = null, isForStart }: Omit<WhatTravels, 'packedChange'> & { packedChange?: string | null },
  secret: [string, string][],
): string {
  const name = showableName(cvmName)
  const fields: [string, string | null][] = [
    ['v', version],
    ['name', name],
    ['cvm', cvmId],
    ...secret,
    ['change', packedChange],
    ['for', isForStart ? forStart : null],
    ['chain', String(ticket.chainId)],
    ['app', ticket.appId],
    ['kms', ticket.kmsContract && parseAppId(ticket.kmsContract)],
    ['device', parseHash32(ticket.deviceId)],
    ['issued', ticket.issuedAt],
    ['hash', ticket.composeHash],
    ['sum', sumOf({ ticket, cvmName: name, cvmId, packedChange, isForStart })],
  ]
  return fields.flatMap(([key, value]) => (value === null ? [] : [`${key}=${encodeURIComponent(value)}`])).join('&')
}

/** Reads the part after the # (with or without it). What is not wholly as this console writes it is refused. */
export function readApprovalLink(fragment: string): { request: ApprovalRequest } | { problem: LinkProblem } {
  const read = readFragment(fragment)
  if ('problem' in read) return read
  const { cvmId, ...request } = read.request
  return cvmId === null ? { request } : { problem: 'damaged' }
}

/** The same for a finisher link whose token was taken out before. One that still holds it is refused. */
export function readFinisherLink(fragment: string): { request: FinishRequest } | { problem: LinkProblem } {
  const read = readFragment(fragment)
  if ('problem' in read) return read
  const { cvmId, ...request } = read.request
  return cvmId === null || request.isForStart ? { problem: 'damaged' } : { request: { ...request, cvmId } }
}

function readFragment(fragment: string): { request: WhatTravels } | { problem: LinkProblem } {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { problem: 'empty' }
  if (text.length > mostCharacters) return { problem: 'damaged' }
  const pairs = [...new URLSearchParams(text)]
  const fields = Object.fromEntries(pairs)
  if (fields['v'] !== undefined && fields['v'] !== version) return { problem: /^\d+$/.test(fields['v']) ? 'other-version' : 'damaged' }
  const parsed = z.safeParse(fieldsSchema, fields)
  // A key that stands there twice means two things at once.
  if (!parsed.success || pairs.length !== Object.keys(fields).length) return { problem: 'damaged' }
  const {
    name: cvmName,
    cvm: cvmId,
    chain: chainId,
    app,
    kms: kmsContract,
    device: deviceId,
    issued: issuedAt,
    hash,
    sum,
    change: packedChange,
    for: purpose,
  } = parsed.data
  const ticket: Ticket = { composeHash: hash, ...app, chainId, kmsContract, deviceId, issuedAt }
  const request: WhatTravels = {
    ticket,
    cvmName,
    cvmId,
    ...(packedChange === null ? {} : { packedChange }),
    ...(purpose === null ? {} : { isForStart: true }),
  }
  if (sumOf({ ...request, packedChange }) !== sum) return { problem: 'damaged' }
  return sameAddress(ticket.appContract, kmsContract) ? { problem: 'kms-contract' } : { request }
}

/** Lower case, without `0x`, of exactly this many bytes: the way the link is written, and no other. */
const exactly = <Text extends string>(parse: (text: string) => Text | null) =>
  z.pipe(
    z.string().check(z.refine((text) => parse(text) === text)),
    z.transform((text) => text as Text),
  )

const fieldsSchema = z.strictObject({
  v: z.literal(version),
  name: z.string().check(z.refine((text) => text !== '' && showableName(text) === text)),
  cvm: z._default(z.nullable(z.string().check(z.minLength(1), z.maxLength(200))), null),
  change: z._default(z.nullable(z.string().check(z.regex(packedPattern))), null),
  for: z._default(z.nullable(z.literal(forStart)), null),
  chain: z.pipe(z.string().check(z.regex(/^[1-9]\d{0,14}$/)), z.transform(Number)),
  app: z.pipe(
    exactly(parseAppId),
    z.transform((appId) => ({ appId, appContract: appContractOf(appId)! })), // 20 bytes, as just checked
  ),
  kms: z._default(
    z.nullable(
      z.pipe(
        exactly(parseAppId),
        z.transform((address): Hex => `0x${address}`),
      ),
    ),
    null,
  ),
  device: z._default(z.nullable(exactly(parseHash32)), null),
  issued: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text)),
  hash: exactly(parseHash32),
  sum: z.string(),
})

/** Without control characters, halves of characters, and what turns the direction of the text around it. */
function showableName(name: string): string {
  const shown = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim()
  return [...shown].slice(0, mostNameCharacters).join('').trim() || 'a CVM without a name'
}

/**
 * FNV-1a, 32 bits, over the values. It finds what chat programs and clumsy fingers do to a link. It is no proof of who made it: the page
 * shows what is approved, and the contract's owner decides.
 */
function sumOf({
  ticket,
  cvmName,
  cvmId,
  packedChange,
  isForStart,
}: Omit<WhatTravels, 'packedChange'> & { packedChange: string | null }): string {
  const { chainId, appId, kmsContract, deviceId, issuedAt, composeHash } = ticket
  const values = [cvmName, chainId, appId, kmsContract && parseAppId(kmsContract), parseHash32(deviceId), issuedAt, composeHash]
  if (cvmId !== null) values.push(cvmId)
  if (packedChange !== null) values.push(packedChange)
  if (isForStart) values.push(forStart)
  let sum = 0x811c9dc5
  for (const byte of new TextEncoder().encode(JSON.stringify(values))) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0
  return sum.toString(16).padStart(8, '0')
}

/** How long the server keeps a prepared update, in milliseconds from its 465. */
export const preparedForMs = 14 * 24 * 60 * 60 * 1000

/** Until about when the update waits for its approval. */
export const preparedUntil = ({ issuedAt }: Pick<Ticket, 'issuedAt'>) => new Date(Date.parse(issuedAt) + preparedForMs)
