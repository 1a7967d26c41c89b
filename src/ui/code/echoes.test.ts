import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEchoes } from './echoes.ts'

/** An editor and a page that is behind: each step types a letter, lets the page catch up with one text, or lets it set one of its own. */
function typeWith(steps: ('type' | 'catch up' | 'undo')[]) {
  const echoes = createEchoes()
  let editor = ''
  let expected = ''
  const onTheWay: string[] = []
  const arrive = (value: string) => {
    if (!echoes.isEcho(value)) editor = value
  }
  for (const step of steps) {
    if (step === 'type') {
      editor += 'x'
      expected += 'x'
      echoes.told(editor)
      onTheWay.push(editor)
    } else if (step === 'catch up' && onTheWay.length > 0) arrive(onTheWay.shift()!)
    else if (step === 'undo') {
      // What the page decides takes the place of what it had not heard of yet.
      onTheWay.length = 0
      expected = '-'
      arrive('-')
    }
  }
  return { editor, expected }
}

test('a page that is behind takes no key away', () => {
  expect(typeWith(['type', 'type', 'catch up', 'type', 'catch up', 'catch up']).editor).toBe('xxx')
})

test('whatever the order, the editor holds what was typed last or what the page set last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('type' as const, 'catch up' as const, 'undo' as const), { maxLength: 40 }), (steps) => {
      const { editor, expected } = typeWith(steps)
      expect(editor).toBe(expected)
    }),
  )
})
