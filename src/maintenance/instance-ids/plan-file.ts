import * as z from 'zod/mini'
import { maxScopeIds } from './scope-ids.ts'
import { isChunkSize, refreshStatuses, type RefreshPlan } from './refresh-plan.ts'

/** JSON with sorted keys and no spaces, so that equal values have equal texts. Members that are `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  const names = new Set<string>()
  collectNames(value, names)
  // A list of names makes JSON.stringify write those, in this order, at every level: a plan of 10,000 rows holds up the page by half.
  return JSON.stringify(value, [...names].sort())
}

function collectNames(value: unknown, into: Set<string>) {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) collectNames(item, into)
    return
  }
  // No list of entries for each row, and no call for each text in it: most of the time would go there.
  for (const name in value) {
    into.add(name)
    const member: unknown = value[name as keyof typeof value]
    if (typeof member === 'object') collectNames(member, into)
  }
}

/** SHA-256 of a text's UTF-8 bytes, 64 lower-case hex characters. Needs a secure context (https or localhost). */
export async function sha256Hex(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

type Undigested = Omit<RefreshPlan, 'digest'>

/** The digest covers every member of the plan but itself. */
const digestOf = ({ version, upstream, worldId, createdAt, createdBy, options, rows }: Undigested) =>
  sha256Hex(canonicalJson({ version, upstream, worldId, createdAt, createdBy, options, rows }))

export async function withDigest(plan: Undigested): Promise<RefreshPlan> {
  return { ...plan, digest: await digestOf(plan) }
}

const rowSchema = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  name: z.nullable(z.string()),
  status: z.enum(refreshStatuses),
  oldInstanceId: z.nullable(z.string()),
  newInstanceId: z.nullable(z.string()),
  source: z.string(),
  verifiedWithGateway: z.nullable(z.boolean()),
  reason: z.nullable(z.string()),
})

/** A plan, as a file or a record holds it. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  upstream: z.string(),
  worldId: z.nullable(z.string()),
  createdAt: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  createdBy: z.nullable(z.string()),
  options: z.strictObject({
    runningOnly: z.boolean(),
    missingOnly: z.boolean(),
    allowOverwrite: z.boolean(),
    chunkSize: z.number().check(z.refine(isChunkSize)),
  }),
  rows: z.array(rowSchema).check(
    z.minLength(1),
    z.maxLength(maxScopeIds),
    z.refine((rows) => new Set(rows.map((row) => row.id)).size === rows.length),
  ),
  digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})

export const planFileText = (plan: RefreshPlan) => `${JSON.stringify(plan, null, 1)}\n`

export const planFileName = (plan: RefreshPlan) =>
  `instance-ids-plan-${plan.createdAt.slice(0, 19).replaceAll(':', '')}-${plan.digest.slice(0, 8)}.json`

export type PlanFileProblem = 'too-large' | 'not-json' | 'not-a-plan' | 'digest' | 'other-server'

export type PlanFile = { plan: RefreshPlan } | { problem: PlanFileProblem }

const maxPlanFileCharacters = 16_000_000

/**
 * Reads an exported plan. Refuses a file that was edited (its digest no longer fits), that is of another server, or that holds options or
 * ids no plan can have.
 */
export async function readPlanFile(text: string, here: { upstream: string; worldId: string | null }): Promise<PlanFile> {
  if (text.length > maxPlanFileCharacters) return { problem: 'too-large' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'not-json' }
  }
  const parsed = z.safeParse(planSchema, value)
  if (!parsed.success) return { problem: 'not-a-plan' }
  const plan = parsed.data
  if ((await digestOf(plan)) !== plan.digest) return { problem: 'digest' }
  if (plan.upstream !== here.upstream || plan.worldId !== here.worldId) return { problem: 'other-server' }
  return { plan }
}

export const planFileProblemTexts: Record<PlanFileProblem, string> = {
  'too-large': 'This file is far larger than a plan can be. Nothing was read from it.',
  'not-json': 'This file is not JSON, so it is not an exported plan. Nothing was changed.',
  'not-a-plan': 'This file is not an exported plan, or holds values no plan can have. Nothing was changed.',
  digest: 'This plan was edited after its export: its digest no longer fits its content. Ask for a fresh export, or make a new preview.',
  'other-server': 'This plan was made on another server. Make a new preview here.',
}
