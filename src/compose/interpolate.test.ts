import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { substitute } from './interpolate.ts'

const environment: Record<string, string> = { SET: 'v', EMPTY: '', OTHER: 'o' }
const put = (text: string) => {
  const { text: result, problems } = substitute(text, (name) => environment[name] ?? null)
  return problems.length > 0 ? problems.map(({ problem, ...rest }) => Object.values({ problem, ...rest }).join(' ')).join(', ') : result
}

describe('by the rules of Docker Compose', () => {
  test.each([
    ['$SET ${SET} $SETX', 'v v '],
    ['$$SET $${SET} $$$SET', '$SET ${SET} $v'],
    ['${SET:-d} ${EMPTY:-d} ${GONE:-d}', 'v d d'],
    ['${SET-d} ${EMPTY-d} ${GONE-d}', 'v  d'],
    ['${SET:+d} ${EMPTY:+d} ${GONE:+d}', 'd  '],
    ['${SET+d} ${EMPTY+d} ${GONE+d}', 'd d '],
    ['${SET:?m}${SET?}', 'vv'],
    ['${EMPTY?m}', ''],
    ['${EMPTY:?m}', 'required EMPTY'],
    ['${GONE:?m}', 'required GONE'],
    ['${GONE?}', 'required GONE'],
    ['${GONE:-${SET}}', 'v'],
    ['${GONE:-${ALSO:-${OTHER}}}!', 'o!'],
    ['${GONE:-a-b:?c+d}', 'a-b:?c+d'],
    ['${GONE:-{}}', '{}'],
    ['${SET:-x} and ${GONE:-y}', 'v and y'],
    ['${SET:-${GONE:?m}}', 'v'],
    ['${GONE:-${GONE:?m}}', 'required GONE'],
    ['costs $5, 100 $, $(date), $-', 'costs $5, 100 $, $(date), $-'],
    ['${#SET}', 'bad-template'],
    ['${}', 'bad-template'],
    ['${1}', 'bad-template'],
    ['${SET', 'bad-template'],
    ['${SET:-x', 'bad-template'],
    ['${SET:x}', 'bad-template'],
    ['${SET:-a\nb}', 'bad-template'],
    ['${SET }', 'bad-template'],
  ])('%o becomes %o', (text, wanted) => {
    expect(put(text)).toBe(wanted)
  })
})

test('what depends on a value that is not known here is not known', () => {
  const result = (text: string) => substitute(text, (name) => (name === 'SEALED' ? undefined : null)).text
  expect(result('a$SEALED')).toBeNull()
  expect(result('${SEALED:?x}')).toBeNull()
  expect(result('${SEALED:-x}')).toBeNull()
  expect(result('${GONE:-$SEALED}')).toBeNull()
  expect(result('${GONE:+$SEALED}b')).toBe('b')
})

test('every name is reported with what it needs', () => {
  const { uses } = substitute('$A ${B:?x} ${C:-$D} ${E:+$F}', () => null)
  expect(uses.map(({ name, needs }) => `${name} ${needs}`)).toEqual([
    'A value',
    'B required',
    'C default',
    'D value',
    'E default',
    'F default',
  ])
})

test('a text in which every dollar sign is doubled comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab${}:-?+\n_') }), (text) => {
      expect(put(text.replaceAll('$', '$$$$'))).toBe(text)
    }),
  )
})
