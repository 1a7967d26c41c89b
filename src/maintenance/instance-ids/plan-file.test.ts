import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, planFileText, readPlanFile, withDigest, sha256Hex } from './plan-file.ts'
import { defaultPlanOptions, failedRow } from './refresh-plan.ts'

const here = { upstream: 'cloud-api.phala.com', worldId: null }
const encrypted = () =>
  withDigest({
    version: 1,
    ...here,
    createdAt: '2026-03-01T12:00:00.000Z',
    createdBy: 'admin',
    options: defaultPlanOptions,
    rows: [failedRow('cvm_a', 'api', 'none found'), failedRow('cvm_b', null, 'none found')],
  })

test('an exported plan is read back as it was', async () => {
  const plan = await encrypted()
  expect(await readPlanFile(planFileText(plan), here)).toEqual({ plan })
})

test('a plan whose members come in another order is the same plan', async () => {
  const plan = await encrypted()
  const reordered = JSON.stringify(Object.fromEntries(Object.entries(plan).toReversed()))
  expect(await readPlanFile(reordered, here)).toEqual({ plan })
})

test('an edited plan is refused, whatever was edited', async () => {
  const plan = await encrypted()
  const edits = [
    { ...plan, options: { ...plan.options, runningOnly: false } },
    { ...plan, createdAt: '2026-03-02T12:00:00.000Z' },
    { ...plan, createdBy: 'someone' },
    { ...plan, rows: plan.rows.slice(1) },
    { ...plan, rows: plan.rows.map((row) => ({ ...row, newInstanceId: 'x' })) },
    { ...plan, digest: plan.digest.replace(/^./, (first) => (first === 'a' ? 'b' : 'a')) },
  ]
  for (const edit of edits) expect(await readPlanFile(planFileText(edit), here)).toEqual({ problem: 'digest' })
})

test('what no plan can hold is refused before its digest is looked at', async () => {
  const plan = await encrypted()
  const impossible: unknown[] = [
    { ...plan, options: { ...plan.options, chunkSize: 501 } },
    { ...plan, options: { ...plan.options, chunkSize: 0 } },
    { ...plan, rows: [] },
    { ...plan, rows: [plan.rows[0], plan.rows[0]] },
    { ...plan, version: 2 },
    { ...plan, more: true },
    null,
    [],
  ]
  for (const value of impossible) expect(await readPlanFile(JSON.stringify(value), here)).toEqual({ problem: 'not-a-plan' })
  expect(await readPlanFile('{', here)).toEqual({ problem: 'not-json' })
})

test('a plan of another server or another sandbox world is refused', async () => {
  const text = planFileText(await encrypted())
  expect(await readPlanFile(text, { ...here, upstream: 'other.example' })).toEqual({ problem: 'other-server' })
  expect(await readPlanFile(text, { ...here, worldId: 'w2' })).toEqual({ problem: 'other-server' })
})

test('canonical JSON is JSON, and the same for equal values', () => {
  // A list of names also finds what every object inherits, which no plan has as a name of its own.
  const values = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__"'))
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined })).toBe('{"b":[1,{"c":"é","d":null}]}')
})

test('the digest is SHA-256', async () => {
  expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
