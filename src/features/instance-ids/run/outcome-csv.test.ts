import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell } from '@/lib/csv.ts'
import { outcomeCsv, outcomeJson } from './outcome-csv.ts'
import { withDigest } from '@/maintenance/instance-ids/plan-file.ts'
import { defaultPlanOptions, failedRow } from '@/maintenance/instance-ids/refresh-plan.ts'
import { nextRun, startRun } from '@/maintenance/instance-ids/refresh-run.ts'

test('a text that a spreadsheet would run is written as text', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|calc', '%0A=1', '＝1']) {
    expect(csvCell(formula).startsWith(`"'`)).toBe(true)
  }
  expect(csvCell('cvm_a')).toBe('"cvm_a"')
  expect(csvCell('say "hi", twice\n')).toBe('"say ""hi"", twice\n"')
})

test('no cell begins with what starts a formula, and quotes never end a cell early', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'=+-@|%"\'\t\r\n ,;aé＝＠\u00a0') }), (text) => {
      const inside = csvCell(text).slice(1, -1)
      expect(inside).not.toMatch(/^\s*[=+\-@]/)
      expect(inside.replaceAll('""', '')).not.toContain('"')
    }),
  )
})

test('the file is UTF-8 with a byte order mark and has a line for every row', () => {
  const text = outcomeCsv([
    { row: failedRow('cvm_a', 'münchen', 'none found'), outcome: { kind: 'error', detail: 'none found' } },
    { row: failedRow('cvm_b', null, '=evil'), outcome: { kind: 'refused', detail: '=evil' } },
  ])
  expect(new TextEncoder().encode(text).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
  const lines = text.slice(1).split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[1]).toContain('"münchen"')
  expect(lines[2]).toBe(`"cvm_b",,"error",,,"none",,"'=evil","Refused","'=evil"`)
})

test('the JSON names the plan by its digest, and holds options, times, who, the ticks, and preview and outcome of every row', async () => {
  const conflict = { ...failedRow('cvm_b', 'batch', 'other'), status: 'conflict' as const, oldInstanceId: 'x', newInstanceId: 'y' }
  const plan = await withDigest({
    version: 1,
    upstream: 'cloud-api.phala.com',
    worldId: null,
    createdAt: '2026-03-01T12:00:00.000Z',
    createdBy: 'ada',
    options: { ...defaultPlanOptions, missingOnly: false, allowOverwrite: true },
    rows: [failedRow('cvm_a', 'api', 'none found'), conflict],
  })
  let run = startRun(plan, new Set(['cvm_b']), '2026-03-01T13:00:00.000Z')
  run = nextRun(plan, nextRun(plan, run, { type: 'stop' }), { type: 'end', at: '2026-03-01T13:01:00.000Z' })
  expect(JSON.parse(outcomeJson(plan, run, 'bob'))).toEqual({
    planDigest: plan.digest,
    upstream: 'cloud-api.phala.com',
    options: plan.options,
    plannedAt: '2026-03-01T12:00:00.000Z',
    plannedBy: 'ada',
    appliedBy: 'bob',
    startedAt: '2026-03-01T13:00:00.000Z',
    finishedAt: '2026-03-01T13:01:00.000Z',
    isStopped: true,
    overwritten: ['cvm_b'],
    rows: [
      { preview: plan.rows[0], outcome: { kind: 'error', detail: 'none found' } },
      { preview: conflict, outcome: { kind: 'not-sent', detail: null } },
    ],
  })
})
