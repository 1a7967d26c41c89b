import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, outcomeCsv } from './outcome-csv.ts'
import { failedRow } from './refresh-plan.ts'

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
  expect(lines[2]).toBe(`"cvm_b",,"error",,,"none",false,"'=evil","Refused","'=evil"`)
})
