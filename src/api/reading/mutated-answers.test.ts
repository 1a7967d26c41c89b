import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as z from 'zod/mini'
import { sandboxWithClient, type SandboxClient } from '../../../sandbox/testing/api-client.ts'
import { accountSchema } from '../schemas/account.ts'
import { appComposeSchema } from '../schemas/app-compose.ts'
import { cvmPageSchema } from '../schemas/cvm.ts'
import { cvmExtrasSchema, cvmInFullSchema } from '../schemas/cvm-details.ts'
import { statusBatchSchema } from '../schemas/cvm-status.ts'
import { refreshBatchSchema } from '../schemas/instance-ids.ts'
import { appKmsInfoSchema, kmsDetailSchema } from '../schemas/kms.ts'
import { operationPageSchema } from '../schemas/operation.ts'
import { availableOsImagesSchema } from '../schemas/os-image.ts'
import { pendingUpdatesSchema } from '../schemas/apps/pending-updates.ts'
import { revisionDetailSchema, revisionPageSchema } from '../schemas/apps/revision.ts'
import { compareShape } from './compare-shape.ts'
import { readAnswer } from './read-answer.ts'
import { isRecord, partAt } from './schema-parts.ts'
import { mutated, type Mutation, mutations, type Path, placesIn } from './testing/mutate.ts'

interface Sample {
  what: string
  schema: z.ZodMiniType
  body: unknown
  places: Path[]
}

let client: SandboxClient
let samples: Sample[]

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 24 })
  const { onchainEoa: id } = client.info.cvms
  const { vm_uuid, app_id } = (await client.api('GET', `/cvms/${id}`)).body
  const revision = (await client.api('GET', `/apps/${app_id}/revisions`)).body.revisions[0].revision_id
  const inVersion = (version: string) => ({ headers: { 'x-phala-version': version } })
  const asked: [schema: z.ZodMiniType, method: string, path: string, body?: unknown][] = [
    [accountSchema, 'GET', '/auth/me'],
    [cvmPageSchema, 'GET', '/cvms/paginated?page_size=6'],
    [cvmInFullSchema, 'GET', `/cvms/${id}`],
    [appComposeSchema, 'GET', `/cvms/${id}/compose_file`],
    [operationPageSchema, 'GET', `/cvms/${id}/operations`],
    [availableOsImagesSchema, 'GET', `/cvms/${id}/available-os-images`],
    [appKmsInfoSchema, 'GET', `/apps/${app_id}/kms-info`],
    [pendingUpdatesSchema, 'GET', `/apps/${app_id}/pending-updates`],
    [revisionPageSchema, 'GET', `/apps/${app_id}/revisions`],
    [revisionDetailSchema, 'GET', `/apps/${app_id}/revisions/${revision}`],
    [statusBatchSchema, 'POST', '/status/batch', { vm_uuids: [vm_uuid] }],
    [refreshBatchSchema, 'PATCH', '/cvms/instance-ids', { dry_run: true, running_only: false, missing_only: false, limit: 5 }],
  ]
  const answers = asked.flatMap(([schema, method, path, body]) =>
    ['2026-01-21', '2026-05-22'].map(async (version) => {
      const { body: answer } = await client.api(method, path, { ...inVersion(version), ...(body === undefined ? {} : { body }) })
      return { what: `${method} ${path.replace(/\?.*/, '')} ${version}`, schema, body: answer as unknown }
    }),
  )
  answers.push(
    client
      .api('GET', `/cvms/${id}`, inVersion('2025-10-28'))
      .then(({ body }) => ({ what: 'extras', schema: cvmExtrasSchema as z.ZodMiniType, body: body as unknown })),
    client
      .api('GET', '/kms/kms-sandbox', inVersion('2026-06-23'))
      .then(({ body }) => ({ what: 'kms', schema: kmsDetailSchema as z.ZodMiniType, body: body as unknown })),
  )
  samples = (await Promise.all(answers)).map((sample) => ({ ...sample, places: placesIn(sample.body) }))
})
afterAll(() => client.stop())

/** What the console looks for at this place; `null` where it does not look. */
function schemaAt(schema: z.ZodMiniType, path: Path): z.core.$ZodType | null {
  let here: z.core.$ZodType = schema
  for (const key of path) {
    const next = partAt(here, key)
    if (!next) return null
    here = next.part
  }
  return here
}

/** Whether a change there is one that the console could tell. An answer may say nothing of what it may leave out. */
function isTold(schema: z.ZodMiniType, path: Path, mutation: Mutation): boolean {
  if (mutation === 'null') return false
  if (mutation !== 'extra') return schemaAt(schema, path) !== null
  const around = schemaAt(schema, path.slice(0, -1))
  return around !== null && isRecord(around)
}

/** Every text, number and flag that a page could show, as text; how many records were left out is said of the answer, not by it. */
function factsIn(value: unknown): Set<string> {
  if (value === null || value === undefined) return new Set()
  if (typeof value !== 'object') return new Set([typeof value === 'string' ? value : JSON.stringify(value)])
  const shown = Object.entries(value).filter(([key]) => key !== 'unreadable' && key !== '#unread')
  return new Set(shown.flatMap(([, inner]) => [...factsIn(inner)]))
}

/** What is said where no answer says anything. */
const ownWords = new Set(['not reported', 'none', ''])

test(
  'of 5,000 answers changed at one place none breaks the reading, none adds a fact, and each change is named',
  { timeout: 300_000 },
  () => {
    let unread = 0
    let named = 0
    const drawn = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...mutations))
    for (const [which, where, mutation] of fc.sample(drawn, { numRuns: 5_000, seed: 20_261_126 })) {
      const { what, schema, body, places } = samples[which % samples.length]!
      if (places.length === 0) continue
      const path = places[where % places.length]!
      const changed = mutated(body, path, mutation)
      const title = `${mutation} at ${path.join('.')} of ${what}`
      const { data, misread } = readAnswer(schema, changed)
      if (data === undefined) {
        unread += 1
        expect(misread.at(-1), title).toMatchObject({ lost: 'answer' })
        continue
      }
      // Whatever is shown stood in the answer, or would have been shown of the unchanged one.
      const before = factsIn(readAnswer(schema, body).data)
      const allowed = factsIn(changed)
      for (const fact of factsIn(data)) {
        const isInAnswer = allowed.has(fact) || before.has(fact) || ownWords.has(fact)
        expect(isInAnswer, `${title}: ${JSON.stringify(fact)}`).toBe(true)
      }
      // And where it came to be something else, that is said: as misread, as absent, or as a field that nobody reads.
      const difference = compareShape(schema, changed)
      const usual = compareShape(schema, body)
      const news = [
        ...misread,
        ...difference.absent.filter((name) => !usual.absent.includes(name)),
        ...difference.unread.filter((name) => !usual.unread.includes(name)),
      ]
      if (isTold(schema, path, mutation)) expect(news, title).not.toEqual([])
      if (news.length > 0) named += 1
    }
    // Few places are such that nothing else can be shown without them.
    expect(unread).toBeLessThan(500)
    expect(named).toBeGreaterThan(1_000)
  },
)
