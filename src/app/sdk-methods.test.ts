import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Endpoint, endpoints } from '@/api/endpoints.ts'
import { updateCvmRequestSchema } from '@/api/schemas/update-request.ts'
import { fieldNames, fields } from '@/updates/fields/fields.ts'

/** What a method of the vendor's SDK does to a CVM that exists, and where a person does the same. */
interface InTheConsole {
  method: string
  /** The page, by its route and by the file that the router opens for it. */
  page: { route: string; file: string }
  /** What one presses or fills in there: a file that the page brings along, and the whole text in it that names the control. */
  control: { file: string; words: string }
  /** What the console asks for then. */
  asks: Endpoint
  /** The address of the method itself, where the console takes another; the vendor's own clients get through to it. */
  vendors?: Endpoint
  /** Of its parameters, those that go along in a PATCH of the CVM. */
  sends?: PatchKey[]
  /** Names of headers that make it this method. */
  headers?: string[]
}

const cvmPage = { route: '/cvms/$cvmId/', file: 'src/routes/_console/cvms/$cvmId/index.tsx' }
const editPage = { route: '/cvms/$cvmId/edit', file: 'src/routes/_console/cvms/$cvmId/edit.tsx' }
const updatePage = { route: '/cvms/$cvmId/update', file: 'src/routes/_console/cvms/$cvmId/update.tsx' }
const instanceIdsPage = { route: '/instance-ids', file: 'src/routes/_console/instance-ids.tsx' }
const finishPage = { route: '/finish', file: 'src/routes/finish.tsx' }
const apply = { file: 'src/features/review/apply/ApplyPanel.tsx', words: 'Apply and restart' }
const patch = 'PATCH /api/v1/cvms/{cvm_id}'

type PatchKey = keyof typeof updateCvmRequestSchema.shape
const isPatchKey = (name: string): name is PatchKey => name in updateCvmRequestSchema.shape
/** What the fields of the form write into a PATCH, with the environment that goes beside its names. */
const sentByFields: PatchKey[] = [
  ...fieldNames
    .filter((name) => fields[name].sentWith === 'patch')
    .map((name) => fields[name].wireName as string)
    .filter(isPatchKey),
  'encrypted_env',
]

const methods: InTheConsole[] = [
  {
    method: 'updateCvmResources',
    page: updatePage,
    control: apply,
    asks: patch,
    vendors: 'PATCH /api/v1/cvms/{cvm_id}/resources',
    sends: ['vcpu', 'memory', 'disk_size'],
  },
  {
    method: 'updateCvmVisibility',
    page: updatePage,
    control: apply,
    asks: patch,
    vendors: 'PATCH /api/v1/cvms/{cvm_id}/visibility',
    sends: ['public_logs', 'public_sysinfo', 'public_tcbinfo'],
  },
  {
    method: 'updateCvmVisibility, as far as it lists',
    page: cvmPage,
    control: { file: 'src/features/cvm/configuration/SettingsCard.tsx', words: 'Listed in the public directory' },
    asks: 'PATCH /api/v1/cvms/{cvm_id}/listed',
  },
  {
    method: 'updatePreLaunchScript',
    page: updatePage,
    control: apply,
    asks: patch,
    vendors: 'PATCH /api/v1/cvms/{cvm_id}/pre-launch-script',
    sends: ['pre_launch_script'],
    headers: ['X-Compose-Hash', 'X-Transaction-Hash'],
  },
  {
    method: 'updateOsImage',
    page: updatePage,
    control: apply,
    asks: patch,
    vendors: 'PATCH /api/v1/cvms/{cvm_id}/os-image',
    sends: ['image'],
  },
  {
    method: 'getAvailableOsImages',
    page: editPage,
    control: { file: 'src/updates/fields/fields.ts', words: 'OS image' },
    asks: 'GET /api/v1/cvms/{cvm_id}/available-os-images',
    vendors: 'GET /api/v1/os-images',
  },
  {
    method: 'refreshCvmInstanceId',
    page: cvmPage,
    control: { file: 'src/features/cvm/header/RefreshInstanceId.tsx', words: 'Replace the stored instance id' },
    asks: 'PATCH /api/v1/cvms/{cvm_id}/instance-id',
  },
  {
    method: 'refreshCvmInstanceIds',
    page: instanceIdsPage,
    control: { file: 'src/maintenance/instance-ids/refresh-plan.ts', words: 'Write' },
    asks: 'PATCH /api/v1/cvms/instance-ids',
  },
  {
    method: 'provisionCvmComposeFileUpdate',
    page: updatePage,
    control: apply,
    asks: 'POST /api/v1/cvms/{cvm_id}/compose_file/provision',
  },
  {
    method: 'commitCvmComposeFileUpdate',
    page: updatePage,
    control: apply,
    asks: 'PATCH /api/v1/cvms/{cvm_id}/compose_file',
  },
  {
    method: 'patchCvm',
    page: updatePage,
    control: { file: 'src/features/review/apply/ApplyPanel.tsx', words: 'Prepare for approval' },
    asks: patch,
    sends: sentByFields,
    headers: ['X-Prepare-Only'],
  },
  {
    method: 'confirmCvmPatch',
    page: updatePage,
    control: { file: 'src/features/approval/signing/SignButton.tsx', words: 'Sign' },
    asks: patch,
    headers: ['X-Compose-Hash', 'X-Transaction-Hash'],
  },
  {
    method: 'commitCvmUpdate',
    page: finishPage,
    control: { file: 'src/features/approval/finish/FinishPanel.tsx', words: 'Confirm' },
    asks: 'POST /api/v1/cvms/{cvm_id}/commit-update',
  },
]

/** A text that begins and ends with these words, or goes on with a value: not a part of a word, a name in the code or another sentence. */
const wholeText = (words: string) => new RegExp(String.raw`(?:['"\x60>]|^)\s*${words}\s*(?:['"\x60<]|\$?\{|$)`, 'm')

const sourceOf = (file: string) => readFileSync(file, 'utf8')

/** Every file that a page brings along, at once or later. */
function broughtBy(file: string): Set<string> {
  const found = new Set<string>()
  const visit = (one: string) => {
    if (found.has(one) || !existsSync(one)) return
    found.add(one)
    for (const [, target = ''] of sourceOf(one).matchAll(/(?:from|import\(|import)\s*['"]((?:@|\.{1,2})\/[^'"]+)['"]/g))
      visit(target.startsWith('@/') ? join('src', target.slice(2)) : join(dirname(one), target))
  }
  visit(file)
  return found
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== join('api', 'endpoints.ts'))
  .map((name) => join('src', name))
/** Those that ask for an endpoint; the function that does stands in one of them. */
const askedIn = (endpoint: Endpoint) => sources.filter((file) => sourceOf(file).includes(`'${endpoint}'`))

describe('what a method of the vendor’s SDK does to a CVM, a person does in the console', () => {
  test.each(methods)('$method', ({ page, control, asks, vendors, sends = [], headers = [] }) => {
    expect(sourceOf('src/routeTree.gen.ts')).toContain(`'${page.route}'`)
    const files = broughtBy(page.file)
    expect([...files]).toContain(control.file)
    expect(sourceOf(control.file)).toMatch(wholeText(control.words))
    expect(endpoints[asks].needs, 'a page may ask for it').not.toBe('own-key')
    expect(
      askedIn(asks).some((file) => files.has(file)),
      'and does',
    ).toBe(true)
    if (vendors) expect(endpoints[vendors].needs, 'the vendor’s own clients get through').toBe('own-key')
    for (const key of sends) expect(Object.keys(updateCvmRequestSchema.shape)).toContain(key)
    for (const header of headers)
      expect([...files].some((file) => file.startsWith('src/api/') && sourceOf(file).includes(`'${header}'`))).toBe(true)
  })

  test('a control is told by its whole text', () => {
    for (const source of ["label='Sign'", '<b>Sign</b>', '>\n  Sign\n<', 'return `Sign ${what}`']) expect(source).toMatch(wholeText('Sign'))
    for (const source of ['SignButton', "'Sign again'", "'Not Sign'", 'const Sign = 1', "import { Sign } from './Sign.tsx'"])
      expect(source).not.toMatch(wholeText('Sign'))
  })

  test('together they send every field of the PATCH', () => {
    const sent = new Set(methods.flatMap(({ sends = [] }) => sends))
    expect([...sent].toSorted()).toEqual(Object.keys(updateCvmRequestSchema.shape).toSorted())
  })

  test('walks in a browser reach all of it: none is among the exceptions of the check that runs after them', () => {
    const check = sourceOf('scripts/check-reached.mjs')
    const exceptions = /const provedElsewhere = \{([\s\S]*?)\n\}/.exec(check)?.[1]
    expect(exceptions).toContain('/pending-updates/')
    for (const { asks } of methods) expect(exceptions).not.toContain(`'${asks}'`)
  })
})
