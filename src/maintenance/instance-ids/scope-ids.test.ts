import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxScopeCharacters, readScope, type KnownCvm, type ScopeIds } from './scope-ids.ts'

const fleet: KnownCvm[] = [
  { id: 'cvm_a1', name: 'api', vmUuid: '123e4567-e89b-42d3-a456-426614174000', workspaceId: 'ws_1' },
  { id: 'cvm_b2', name: 'batch', vmUuid: null, workspaceId: 'ws_2' },
  { id: '1234', name: 'old', vmUuid: null, workspaceId: 'ws_1' },
]
const read = (text: string) => readScope(text, fleet, 'ws_1')
const ids = (text: string) => read(text) as ScopeIds

test('ids come one a line, with spaces or with commas, each once', () => {
  expect(ids('cvm_a1\ncvm_b2, cvm_a1\tcvm_c3 cvm_d4;cvm_a1\r\n')).toMatchObject({
    ids: ['cvm_a1', 'cvm_b2', 'cvm_c3', 'cvm_d4'],
    duplicates: 2,
    problemCount: 0,
  })
})

test('the id column of a CSV is taken, wherever it stands and whatever else is in the file', () => {
  expect(ids('\uFEFF"name";"cvm_id";"note"\r\n"=HYPERLINK(""x"")";cvm_a1;"two\nlines"\r\nb;cvm_z9;\r\n').ids).toEqual(['cvm_a1', 'cvm_z9'])
})

test('a CSV without a header is read when one column holds nothing but ids', () => {
  expect(ids('api,cvm_a1,3\nbatch,cvm_b2,4').ids).toEqual(['cvm_a1', 'cvm_b2'])
})

test('a formula is never an id and is named with its line', () => {
  const reading = ids('cvm_a1\n=cmd|calc\ncvm_b2')
  expect(reading.ids).toEqual(['cvm_a1', 'cvm_b2'])
  expect(reading.problems).toEqual([{ line: 2, entry: '=cmd|calc', reason: 'a formula, not a CVM id' }])
})

test('ids that are not loaded and ids of another workspace are marked', () => {
  expect(ids('cvm_a1 cvm_b2 cvm_x')).toMatchObject({ notInFleet: ['cvm_x'], otherWorkspace: ['cvm_b2'] })
})

test('a VM uuid becomes the id of its CVM and counts as the same', () => {
  expect(ids('123E4567E89B42D3A456426614174000 cvm_a1')).toMatchObject({ ids: ['cvm_a1'], duplicates: 1 })
})

test('an id of a loaded CVM is taken whatever its form', () => {
  expect(ids('1234').ids).toEqual(['1234'])
})

test('nothing but blanks is empty', () => {
  expect(read(' \n,\t;\n')).toEqual({ kind: 'empty' })
})

test('more than 10,000 ids are refused as a whole, with their number', () => {
  const text = Array.from({ length: 10_001 }, (_, n) => `cvm_${n}x`).join('\n')
  expect(read(text)).toEqual({ kind: 'too-many', count: 10_001 })
})

test('a megabyte of nonsense is answered with a few examples, and more than is readable is not read', () => {
  const reading = ids('nonsense '.repeat(120_000))
  expect(reading.problemCount).toBe(120_000)
  expect(reading.problems).toHaveLength(20)
  expect(read('x'.repeat(maxScopeCharacters + 1))).toEqual({ kind: 'too-long', characters: maxScopeCharacters + 1 })
})

test('no text makes it throw, and no id appears twice or was not in the text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('cvm_a1', 'cvm_q', '"', '""', ',', ';', '\n', 'id', '=1'))), (parts) => {
      const text = parts.join('')
      const reading = read(text)
      if (reading.kind !== 'ids') return
      expect(new Set(reading.ids).size).toBe(reading.ids.length)
      for (const id of reading.ids) expect(text.replaceAll('"', '')).toContain(id)
    }),
  )
})
