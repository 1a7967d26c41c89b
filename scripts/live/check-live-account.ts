import { createHash } from 'node:crypto'
import type * as z from 'zod/mini'
import { apiVersions } from '@/api/session/request-headers.ts'
import { compareShape } from '@/api/reading/compare-shape.ts'
import { createContractReport } from '@/api/reading/contract-report.ts'
import { kindOf } from '@/api/reading/misread.ts'
import { readAnswer } from '@/api/reading/read-answer.ts'
import { reportText } from '@/api/reading/report-text.ts'
import { accountSchema } from '@/api/schemas/account.ts'
import { appComposeSchema } from '@/api/schemas/app-compose.ts'
import { cvmExtrasSchema } from '@/api/schemas/cvm-details.ts'
import { cvmInfoSchema } from '@/api/schemas/cvm-info.ts'
import { cvmInFullSchema } from '@/api/schemas/cvm-details.ts'
import { cvmPageSchema } from '@/api/schemas/cvm.ts'
import { appKmsInfoSchema, kmsDetailSchema } from '@/api/schemas/kms.ts'
import { operationPageSchema } from '@/api/schemas/operation.ts'
import { availableOsImagesSchema } from '@/api/schemas/os-image.ts'
import { pendingUpdatesSchema } from '@/api/schemas/apps/pending-updates.ts'
import { revisionPageSchema } from '@/api/schemas/apps/revision.ts'

const allVersions = ['2025-10-28', '2026-01-21', '2026-05-22', '2026-06-23']
/** As many CVMs as it takes to see what they have in common. */
const lookedAt = 3

/** What the console reads of one CVM, and of its app, with the schema that understands it. */
const readsOfCvm = [
  ['/cvms/{cvm_id}', cvmInFullSchema],
  ['/cvms/{cvm_id}/compose_file', appComposeSchema],
  ['/cvms/{cvm_id}/operations', operationPageSchema],
  ['/cvms/{cvm_id}/available-os-images', availableOsImagesSchema],
] as const
const readsOfApp = [
  ['/apps/{app_id}/kms-info', appKmsInfoSchema],
  ['/apps/{app_id}/pending-updates', pendingUpdatesSchema],
  ['/apps/{app_id}/revisions', revisionPageSchema],
] as const

/** Everything that is asked, in order. */
export const plannedReads = [
  `/auth/me, in the versions ${allVersions.join(', ')}`,
  '/cvms/paginated?page=1&page_size=100',
  `of the first ${lookedAt} CVMs: ${readsOfCvm.map(([path]) => path).join(', ')}`,
  '  also /cvms/{cvm_id} in version 2025-10-28, and /cvms/{cvm_id}/compose_file?raw=1',
  `of their apps: ${readsOfApp.map(([path]) => path).join(', ')}`,
  '/kms/{kms_id}, where a CVM names one',
]

interface Account {
  /** Address of the API, with `/api/v1` and without a slash at its end. */
  prefix: string
  apiKey: string
  fetch: (url: string, init: { headers: Record<string, string> }) => Promise<Response>
}

interface Answer {
  status: number
  text: string
  /** Its JSON; `undefined` for something else. */
  body: unknown
}

/**
 * Asks, and puts together what is to be printed: the contract report, fields that differ, and observations. `isWhole` says that nothing was
 * refused and everything was understood. Rejects when nothing answers.
 */
export async function checkLive({ prefix, apiKey, fetch }: Account): Promise<{ text: string; isWhole: boolean }> {
  const report = createContractReport()
  const refused: string[] = []
  const absent = new Map<string, Set<string>>()
  const unread = new Map<string, Set<string>>()
  const seen: string[] = []

  async function ask(path: string, version: string): Promise<Answer> {
    const answer = await fetch(`${prefix}${path}`, {
      headers: { accept: 'application/json', 'x-api-key': apiKey, 'x-phala-version': version },
    })
    const text = await answer.text()
    try {
      return { status: answer.status, text, body: JSON.parse(text) as unknown }
    } catch {
      return { status: answer.status, text, body: undefined }
    }
  }

  /** One read as the console makes it. `null` where it was refused or could not be read. */
  async function read<Schema extends z.core.$ZodType>(
    template: string,
    schema: Schema,
    { path = template, version = apiVersions.first }: { path?: string; version?: string } = {},
  ): Promise<{ data: z.output<Schema>; body: unknown } | null> {
    const { status, body } = await ask(path, version)
    const route = `GET /api/v1${template}`
    if (status !== 200) {
      refused.push(`${route}: status ${status}, asked for ${version}`)
      return null
    }
    const { data, misread } = readAnswer(schema, body)
    report.add({ route, version, about: null, misread })
    const difference = compareShape(schema, body)
    for (const [kept, found] of [
      [absent, difference.absent],
      [unread, difference.unread],
    ] as const) {
      kept.set(route, new Set([...(kept.get(route) ?? []), ...found]))
    }
    return data === undefined ? null : { data, body }
  }

  for (const version of allVersions) {
    // oxlint-disable-next-line no-await-in-loop -- one request at a time is what a stranger's server is asked for
    const { status } = await ask('/auth/me', version)
    seen.push(`version ${version}: status ${status}`)
  }
  await read('/auth/me', accountSchema)
  const list = await read('/cvms/paginated', cvmPageSchema, { path: '/cvms/paginated?page=1&page_size=100' })
  const cvms = (list?.data.items ?? []).slice(0, lookedAt)
  seen.push(`CVMs looked at: ${cvms.length}`)
  for (const { id, appId, kms } of cvms) {
    const inCvm = (template: string) => ({ path: template.replace('{cvm_id}', encodeURIComponent(id)) })
    /* oxlint-disable no-await-in-loop -- as above */
    const answers = []
    for (const [template, schema] of readsOfCvm) answers.push(await read(template, schema, inCvm(template)))
    const older = await read('/cvms/{cvm_id}', cvmExtrasSchema, { ...inCvm('/cvms/{cvm_id}'), version: '2025-10-28' })
    const raw = await ask(`/cvms/${encodeURIComponent(id)}/compose_file?raw=1`, apiVersions.first)
    seen.push(...observations({ newer: answers[0]?.body, older: older?.body, rawFile: raw.status === 200 ? raw.text : null }))
    if (appId !== null) {
      for (const [template, schema] of readsOfApp) await read(template, schema, { path: template.replace('{app_id}', appId) })
    }
    const kmsName = kms.slug ?? older?.data.kmsSlug
    if (kmsName) await read('/kms/{kms_id}', kmsDetailSchema, { path: `/kms/${encodeURIComponent(kmsName)}`, version: '2026-06-23' })
    /* oxlint-enable no-await-in-loop */
  }

  const lists = (kept: Map<string, Set<string>>) =>
    [...kept].flatMap(([route, names]) => (names.size === 0 ? [] : [`${route}\n${[...names].map((name) => `  ${name}`).join('\n')}`]))
  const text = [
    reportText(report.snapshot(), { upstream: new URL(prefix).host }),
    ['Refused', ...(refused.length > 0 ? refused : ['nothing'])].join('\n'),
    ['Read by the console, and not in the answer', ...lists(absent)].join('\n'),
    ['In the answer, and not read by the console', ...lists(unread)].join('\n'),
    ['Seen, for docs/assumptions.md', ...seen].join('\n'),
  ].join('\n\n')
  return { text, isWhole: refused.length === 0 && report.snapshot().length === 0 }
}

/** What decides rows of the assumptions. Says how things relate to each other, and never what they are. */
function observations({ newer, older, rawFile }: { newer: unknown; older: unknown; rawFile: string | null }): string[] {
  const found: string[] = []
  const info = readAnswer(cvmInfoSchema, newer).data
  const old = (older ?? {}) as Record<string, unknown>
  const gb = info?.resource?.memory_in_gb
  if (gb && typeof old['memory'] === 'number') found.push(`memory: one GB of the newer version is ${old['memory'] / gb} of the older`)
  const disk = info?.resource?.disk_in_gb
  if (disk && typeof old['disk_size'] === 'number')
    found.push(`disk: one GB of the newer version is ${old['disk_size'] / disk} of the older`)
  if (info) {
    found.push(
      `in_progress: ${kindOf(info.in_progress)}; public_logs: ${kindOf(info.public_logs)}; managed_env: ${kindOf(info.managed_env)}`,
    )
    found.push(`device_ids of its node: ${info.node_info?.device_ids?.length ?? 'not named'}`)
  }
  if (rawFile !== null && info?.compose_hash) {
    const hash = createHash('sha256').update(rawFile).digest('hex')
    found.push(`compose file: its bytes ${hash === info.compose_hash.replace(/^0x/, '') ? 'have' : 'do not have'} the reported hash`)
    found.push(
      `compose file: ${isCompactAndSorted(rawFile) ? 'compact JSON with sorted keys' : 'written in another way than compact and sorted'}`,
    )
  }
  return found
}

function isCompactAndSorted(text: string): boolean {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value
  try {
    return JSON.stringify(sorted(JSON.parse(text))) === text
  } catch {
    return false
  }
}
