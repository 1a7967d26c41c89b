/**
 * Nothing that was changed is green. Bundles of twenty CVMs of the sandbox, each of them green before, are changed in every field that a link
 * compares, and in single bytes drawn at random after decoding. `MUTATIONS=2000` draws that many bytes and changes the fields of every bundle,
 * instead of one of each kind; `SEED=7` draws other bytes.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { readBundle } from './bundle.ts'
import type { ChainWord } from './claims.ts'
import { type LinkId, verdictOf } from './links.ts'
import { measure } from './measure.ts'
import { prove } from './prove.ts'
import { bundleFileOf, readSound, wordOfChain } from './testing/sandbox-bundle.ts'

const isWhole = process.env['MUTATIONS'] !== undefined
const draws = Number(process.env['MUTATIONS'] ?? 60)
const seed = Number(process.env['SEED'] ?? 1)
const wanted = 20

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type File = { [key: string]: Json }

interface Sample {
  file: File
  rootDer: Uint8Array
  chain: ChainWord
}

let client: SandboxClient
const samples: Sample[] = []

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 60 })
  const list = (await client.api('GET', '/cvms/paginated?page=1&page_size=100')).body as { items: { id: string }[] }
  for (const { id } of list.items) {
    if (samples.length === wanted) break
    // oxlint-disable-next-line no-await-in-loop -- stops when there are enough
    const sample = await greenSample(id)
    if (sample) samples.push(sample)
  }
}, 120_000)
afterAll(() => client.stop())

async function greenSample(id: string): Promise<Sample | null> {
  const { file, rootDer } = await bundleFileOf(client, id)
  if (!('quote' in file) || file.quote === null) return null
  const bundle = readSound(file)
  const measured = measure(bundle.evidence, { at: Date.now(), sandboxRootDer: rootDer })
  if ('unreadable' in measured) return null
  const chain = await wordOfChain(client, bundle, measured)
  return verdictOf(prove(measured, bundle.claims, chain)) === 'holds' ? { file: file as unknown as File, rootDer, chain } : null
}

/** What is said of a changed file: the links that fail, or that it cannot be read. */
function judge(file: File, { rootDer, chain }: Sample): { verdict: string; failing: LinkId[] } {
  const bundle = readBundle(JSON.stringify(file))
  if ('unreadable' in bundle) return { verdict: 'unreadable', failing: [] }
  const measured = measure(bundle.evidence, { at: Date.now(), sandboxRootDer: rootDer })
  if ('unreadable' in measured) return { verdict: 'unreadable', failing: [] }
  const links = prove(measured, bundle.claims, chain)
  for (const { state, note } of links) if (state === 'fails') expect(note).not.toBe('')
  return { verdict: verdictOf(links), failing: links.flatMap(({ id, state }) => (state === 'fails' ? [id] : [])) }
}

/** Every place in the evidence that holds bytes: how to read them, and the file with others in their place. */
interface Place {
  name: string
  bytes: Buffer
  put: (bytes: Buffer) => File
}

const hexFields = /^(?:quote|event_log\.\d+\.(?:digest|event_payload)|collateral\.(?:root_ca_crl|pck_crl|\w+_signature))$/

function placesOf(file: File): Place[] {
  const places: Place[] = []
  const visit = (value: Json, path: string[], put: (value: Json) => File) => {
    if (typeof value === 'string') {
      const name = path.join('.')
      const coding = hexFields.test(name) ? 'hex' : 'utf8'
      // A byte of a text may become no text at all; then the nearest text stands for it.
      if (value !== '') places.push({ name, bytes: Buffer.from(value, coding), put: (bytes) => put(bytes.toString(coding)) })
    } else if (Array.isArray(value)) {
      value.forEach((item, at) => visit(item, [...path, String(at)], (changed) => put(value.with(at, changed))))
    } else if (value !== null && typeof value === 'object') {
      for (const key of Object.keys(value)) visit(value[key]!, [...path, key], (changed) => put({ ...value, [key]: changed }))
    }
  }
  for (const part of ['quote', 'collateral', 'event_log', 'app_compose'])
    visit(file[part]!, [part], (changed) => ({ ...file, [part]: changed }))
  return places
}

function randomOf(start: number) {
  let state = start >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('there are twenty green bundles, of both kinds', () => {
  expect(samples).toHaveLength(wanted)
  expect(samples.filter(({ file }) => file.chain !== null).length).toBeGreaterThanOrEqual(5)
  expect(samples.filter(({ file }) => file.chain === null).length).toBeGreaterThanOrEqual(5)
})

test(
  'one changed byte makes a link fail, or the bundle unreadable',
  () => {
    const random = randomOf(seed)
    const green: string[] = []
    const seen = new Set<string>()
    for (let draw = 0; draw < draws; draw++) {
      const sample = samples[draw % samples.length]!
      const places = placesOf(sample.file)
      // Every byte of a bundle is as likely as any other.
      let at = random(places.reduce((sum, { bytes }) => sum + bytes.length, 0))
      const place = places.find(({ bytes }) => at < bytes.length || ((at -= bytes.length), false))!
      const changed = Buffer.from(place.bytes)
      changed[at] = changed[at]! ^ (1 + random(255))
      const { verdict, failing } = judge(place.put(changed), sample)
      seen.add(verdict === 'unreadable' ? verdict : (failing[0] ?? 'none'))
      if (verdict !== 'unreadable' && failing.length === 0) green.push(`${place.name}[${at}] of draw ${draw}: ${verdict}`)
    }
    expect(green).toEqual([])
    expect([...seen]).toEqual(expect.arrayContaining(['quote', 'file']))
  },
  60_000 + draws * 500,
)

const otherHex = (text: string) => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`

/** Every field that a link compares, and the link that has to notice. Fields that are no text come as what JSON makes of them. */
const fields: [path: string, link: LinkId, change: (text: string) => Json][] = [
  ['quote', 'quote', (text) => otherHex(text.slice(0, 1402)) + text.slice(1402)],
  ['collateral.tcb_info', 'quote', (text) => text.replace('UpToDate', 'OutOfDate')],
  ['collateral.tcb_info', 'quote', (text) => text.replace(/"nextUpdate":"\d+/, '"nextUpdate":"2048')],
  ['collateral.qe_identity', 'quote', (text) => text.replace('"isvsvn":4', '"isvsvn":1')],
  ['collateral.tcb_info_signature', 'quote', otherHex],
  ['collateral.qe_identity_signature', 'quote', otherHex],
  ['collateral.root_ca_crl', 'quote', otherHex],
  ['collateral.pck_crl', 'quote', otherHex],
  ['event_log.0.digest', 'registers', otherHex],
  ['event_log.0.imr', 'registers', () => 1],
  ['event_log.6.event_payload', 'registers', otherHex],
  ['event_log.7.event_payload', 'registers', otherHex],
  ['event_log.7.event', 'registers', () => 'compose-hasher'],
  ['event_log.8.event_payload', 'registers', otherHex],
  ['event_log.11.event_payload', 'registers', otherHex],
  ['event_log.12.event_payload', 'registers', otherHex],
  ['app_compose', 'file', (text) => `${text}\n`],
  ['cvm.composeHash', 'hash', otherHex],
  ['cvm.appId', 'app', otherHex],
  ['cvm.instanceId', 'instance', otherHex],
  ['cvm.deviceIds', 'device', (text) => [otherHex((JSON.parse(text) as string[])[0]!)]],
  ['cvm.osImageHash', 'image', otherHex],
]

/** One under a contract and one under the central key server, or all of them. */
const shareOf = (all: Sample[]) =>
  isWhole ? all : [true, false].map((isGoverned) => all.find(({ file }) => (file.chain !== null) === isGoverned)!)

test.each(fields)('%s that was changed fails at %s', (path, link, change) => {
  for (const sample of shareOf(samples)) {
    const file = structuredClone(sample.file)
    const names = path.split('.')
    const last = names.pop()!
    const holder = names.reduce<Json>((value, name) => (value as { [key: string]: Json })[name]!, file) as { [key: string]: Json }
    const value = holder[last]!
    holder[last] = change(typeof value === 'string' ? value : JSON.stringify(value))
    const { verdict, failing } = judge(file, sample)
    expect(verdict).toBe('fails')
    expect(failing).toContain(link)
  }
})

test('an event less, an event more, and two that changed places make the registers fail', () => {
  for (const sample of shareOf(samples)) {
    const log = sample.file.event_log as Json[]
    const changedLogs = [log.slice(1), log.slice(0, -1), [...log, log.at(-1)!], log.with(6, log[7]!).with(7, log[6]!)]
    for (const event_log of changedLogs) expect(judge({ ...sample.file, event_log }, sample).failing).toContain('registers')
  }
})
