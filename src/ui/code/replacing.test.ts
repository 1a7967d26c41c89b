import { expect, test } from 'vitest'
import { splitLines, splitLinesInSlices } from './line-ends.ts'
import { createReplacing } from './replacing.ts'

const long = '\n'.repeat(50_000)
/** As long as the slices of the same text take, begun later. */
const inAllSlices = () => splitLinesInSlices(long)

test('a text is put in place at once, a very long one once its lines are made', async () => {
  const { replace } = createReplacing()
  const done: string[] = []
  replace('two\n', (lines) => void done.push(lines === undefined ? 'as it is' : 'with lines'))
  expect(done).toEqual(['as it is'])
  replace(long, (lines) => void done.push(lines?.eq(splitLines(long)) ? 'with its lines' : 'with others'))
  expect(done).toHaveLength(1)
  await inAllSlices()
  expect(done).toEqual(['as it is', 'with its lines'])
})

test('a very long one gives way to whatever comes meanwhile', async () => {
  const { replace, overtake } = createReplacing()
  const done: string[] = []
  replace(long, () => void done.push('first'))
  replace('two\n', () => void done.push('second'))
  await inAllSlices()
  expect(done).toEqual(['second'])
  replace(long, () => void done.push('third'))
  overtake()
  await inAllSlices()
  expect(done).toEqual(['second'])
  replace(long, () => void done.push('fourth'))
  replace(long, () => void done.push('fifth'))
  await inAllSlices()
  expect(done).toEqual(['second', 'fifth'])
})
