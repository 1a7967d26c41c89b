import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ansiSpans, plainText } from './ansi.ts'
import { createLogLines, splitTime } from './log-lines.ts'

test('lines come in bits, and the one being written is there too', () => {
  const lines = createLogLines()
  lines.append('one\ntw')
  expect(lines.read()).toEqual(['one', 'tw'])
  lines.append('o\r\nthree\n')
  expect(lines.read()).toEqual(['one', 'two', 'three'])
})

test('a progress bar is what it drew last', () => {
  const lines = createLogLines()
  lines.append('10 %\r50 %\r100 %\r\ndone\n')
  expect(lines.read()).toEqual(['100 %', 'done'])
})

test('however a text is cut, the lines are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 8 })), fc.array(fc.nat(5), { minLength: 1 }), (parts, cuts) => {
      const text = parts.join('\n')
      const [whole, cut] = [createLogLines(), createLogLines()]
      whole.append(text)
      for (let at = 0, turn = 0; at < text.length; turn += 1) {
        const size = 1 + cuts[turn % cuts.length]!
        cut.append(text.slice(at, at + size))
        at += size
      }
      expect(cut.read()).toEqual(whole.read())
    }),
    { numRuns: 1_000 },
  )
})

test('ten MiB are taken in, and what is older than what is kept is counted', () => {
  const lines = createLogLines(1_000)
  const chunk = `${'x'.repeat(99)}\n`.repeat(655)
  for (let sent = 0; sent < 10 * 1024 * 1024; sent += chunk.length) lines.append(chunk)
  expect(lines.read().length).toBeLessThanOrEqual(1_200)
  expect(lines.dropped() + lines.read().length).toBe(Math.ceil((10 * 1024 * 1024) / chunk.length) * 655)
})

test('a time at the beginning is told from the text', () => {
  expect(splitTime('2026-11-20T10:00:00.123456789Z hello')).toEqual({ time: '2026-11-20T10:00:00.123456789Z', text: 'hello' })
  expect(splitTime('2026-11-20 hello')).toEqual({ time: null, text: '2026-11-20 hello' })
})

test('colours are shown, larger palettes are not, and the text is whole', () => {
  expect(ansiSpans('\u001B[32mINFO\u001B[0m \u001B[1;31mno\u001B[0m')).toEqual([
    { text: 'INFO', color: 'green', isBold: false },
    { text: ' ', color: null, isBold: false },
    { text: 'no', color: 'red', isBold: true },
  ])
  expect(ansiSpans('\u001B[38;5;31mtext\u001B[38;2;1;2;31mmore')).toEqual([
    { text: 'text', color: null, isBold: false },
    { text: 'more', color: null, isBold: false },
  ])
})

test.each([
  ['\u001B]0;a title\u0007text', 'text'],
  ['\u001B]8;;https://evil.example\u001B\\a link\u001B]8;;\u001B\\', 'a link'],
  ['\u001B[2J\u001B[1;1Hcleared', 'cleared'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['bell\u0007 and null\u0000', 'bell and null'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a\tb', 'a\tb'],
])('%j is %j', (line, text) => {
  expect(plainText(line)).toBe(text)
  expect(
    ansiSpans(line)
      .map((span) => span.text)
      .join(''),
  ).toBe(text)
})

test('nothing that a terminal would act on is left of any line', () => {
  const bit = fc.oneof(fc.string(), fc.constantFrom('\u001B', '\u001B[', '\u001B]', '31m', '\u0007', '\u009B', '\u202E', ';', '\u001B[0m'))
  fc.assert(
    fc.property(fc.array(bit), (bits) => {
      const spans = ansiSpans(bits.join(''))
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      expect(spans.map((span) => span.text).join('')).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
      expect(spans.map((span) => span.text).join('')).toBe(plainText(bits.join('')))
    }),
    { numRuns: 2_000 },
  )
})
