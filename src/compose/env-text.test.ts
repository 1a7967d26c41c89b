import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalNote, comparePasted, envLimitProblem } from './env-entries.ts'
import { parseEnvText } from './env-text.ts'

const read = (text: string) => parseEnvText(text).entries.map(({ key, value }) => [key, value])
const said = (text: string) => parseEnvText(text).remarks.map(({ line, severity, message }) => `${line} ${severity}: ${message}`)

describe('read as Docker Compose reads it', () => {
  test.each([
    ['a plain value', 'A=1', [['A', '1']]],
    ['blanks around it', '  A =  one two  ', [['A', 'one two']]],
    ['an empty value', 'A=', [['A', '']]],
    ['an equals sign inside', 'URL=postgres://u:p@h/d?x=1', [['URL', 'postgres://u:p@h/d?x=1']]],
    ['export, comments and blank lines', '# head\n\nexport A=1 # tail\n', [['A', '1']]],
    ['a hash sign that belongs to the value', 'A=a#b', [['A', 'a#b']]],
    ['what only looks like a comment', 'A= # later', [['A', '# later']]],
    ['double quotes with escapes', 'A="l1\\nl2 \\"q\\" #1"', [['A', 'l1\nl2 "q" #1']]],
    ['an escape that is none', 'A="a\\qb\\x41"', [['A', 'a\\qb\\x41']]],
    ['an octal escape', 'A="\\0101"', [['A', 'A']]],
    ['single quotes without escapes', "A='l1\\nl2'", [['A', 'l1\\nl2']]],
    ['a quote within single quotes', "A='it\\'s'", [['A', "it's"]]],
    [
      'a value over several lines',
      'A="one\ntwo"\nB=2',
      [
        ['A', 'one\ntwo'],
        ['B', '2'],
      ],
    ],
    [
      'Windows line ends and a byte order mark',
      '\uFEFFA=1\r\nB=2\r\n',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      'a backslash at the end',
      'A=x\\\nB=2',
      [
        ['A', 'x\\'],
        ['B', '2'],
      ],
    ],
    ['a dollar sign that is escaped', 'A="\\$B"', [['A', '$B']]],
  ])('%s', (_what, text, entries) => {
    expect(read(text)).toEqual(entries)
  })
})

describe('what may surprise is said, and the value stays as it was typed', () => {
  test.each([
    ['A= # later', 'The text after the # is the value'],
    ['A=`x`', 'backtick'],
    ['A=“x”', 'opening curly quote (U+201C)'],
    ['A=x\u200by', 'zero-width space (U+200B)'],
    ['A=x\u00a0y', 'no-break space (U+00A0)'],
    ['A=x${OTHER}', 'names another variable'],
    ['A="x $OTHER"', 'names another variable'],
    ['A=x\\', 'ends in a backslash'],
  ])('%o', (text, words) => {
    expect(said(text).join('\n')).toContain(words)
    const [, typed] = /^A="?\s*(.*?)"?$/.exec(text)!
    expect(read(text)).toEqual([['A', typed]])
  })

  test.each(["A='$OTHER'", 'A="\\$OTHER"', 'A=5$', 'A=a#b', 'A="it’s fine"'])('%o needs no word', (text) => {
    expect(said(text)).toEqual([])
  })
})

test('a line that cannot be read is named by number, without its text, and hides no other line', () => {
  const { entries, remarks } = parseEnvText('A=1\n1BAD=x\njust words\nB="canary-7\nC=3')
  expect(entries.map(({ key }) => key)).toEqual(['A', 'C'])
  expect(remarks.map(({ line }) => line)).toEqual([2, 3, 4])
  expect(JSON.stringify(remarks)).not.toContain('canary-7')
})

test('what is written with quotes and escapes is read back', () => {
  const name = fc.stringMatching(/^[A-Z_]{1,9}$/)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
      const text = pairs.map(([key, value]) => `${key}="${value.replace(/["\\$]/g, '\\$&')}"`).join('\n')
      expect(read(text)).toEqual(pairs)
    }),
  )
})

describe('parts of a secret', () => {
  const pem = [
    '-----BEGIN PRIVATE KEY-----',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7',
    'c2VjcmV0dG9rZW5zZWNyZXR0b2tlbg==',
    '-----END PRIVATE KEY-----',
  ]

  test('a key without quotes is one value, and said so', () => {
    const text = ['A=1', `TLS_KEY=${pem[0]}`, ...pem.slice(1), 'B=2'].join('\n')
    expect(read(text)).toEqual([
      ['A', '1'],
      ['TLS_KEY', `${pem.join('\n')}\n`],
      ['B', '2'],
    ])
    expect(said(text)).toEqual([expect.stringContaining('2 note: A key or certificate without quotes, up to line 5')])
  })

  test('a key without a name gives no name', () => {
    expect(read(pem.join('\n'))).toEqual([])
    expect(said(pem.join('\n'))).toEqual([expect.stringContaining('without a name before it')])
  })

  test.each([
    'c2VjcmV0dG9rZW4=',
    'Qmzcjpq_VjcmVk_Gtlbn_BvZisb_Zxkpqwr=',
    'QWERTYUIOPASDFGHJKLZXCVBNMQWERTYUIO=',
    `TLS_KEY=${pem[0]}\n${pem[2]}`,
    `${pem[1]}=x`,
  ])('%o gives no name but a real one', (text) => {
    expect(
      read(text)
        .map(([name]) => name)
        .filter((name) => name !== 'TLS_KEY'),
    ).toEqual([])
  })

  test.each([
    'DATABASE_URL=x',
    'NEXT_PUBLIC_WALLET_CONNECT_PROJECT_ID=x',
    'MAXIMUMNUMBEROFCONNECTIONS=1',
    'apiKey=',
    'S3_BUCKET=',
    'NEXT_PUBLIC_WALLET_PROJECT_KEY1=',
  ])('%o is a name', (text) => {
    expect(read(text)).toHaveLength(1)
  })

  test('an empty name that would end the text in base64 above it is for a person to judge, and a long one is none', () => {
    const [start, end] = ['A'.repeat(28), 'A'.repeat(7)]
    const doubtful = (text: string) => parseEnvText(text).entries.map(({ key, isDoubtful }) => [key, isDoubtful])
    expect(doubtful(`TOKEN_ONE=${start}\n${end}=`)).toEqual([
      ['TOKEN_ONE', false],
      [end, true],
    ])
    expect(read(`TOKEN_ONE=${start}\n${end}AAAA=`).map(([name]) => name)).toEqual(['TOKEN_ONE'])
    expect(read(`${start}\n${end}AAAA=`)).toEqual([])
    expect(read(`${start}\n${end}_AAA=\n${start}`)).toEqual([])
    // With its padding the value is whole, and what follows is a name of its own.
    expect(doubtful(`TOKEN_ONE=${start}A===\nDEBUGS=`)).toEqual([
      ['TOKEN_ONE', false],
      ['DEBUGS', false],
    ])
  })

  test('next to a line that could not be read, nothing is taken for granted', () => {
    const { entries } = parseEnvText('A=1\nwords\nB=2\n\nC=3')
    expect(entries.map(({ key, isDoubtful }) => [key, isDoubtful])).toEqual([
      ['A', true],
      ['B', true],
      ['C', false],
    ])
  })

  test('whatever is pasted, no part of a value becomes a name, and no remark repeats one', { timeout: 60_000 }, () => {
    const secret = fc.oneof(
      fc.base64String({ minLength: 24, maxLength: 120 }),
      fc.string({ unit: fc.constantFrom(...'abcdef0123456789'), minLength: 32, maxLength: 128 }),
      fc.base64String({ minLength: 24, maxLength: 120 }).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    )
    const chunk = (value: string, size: number) => value.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
    const kind = fc.constantFrom('plain', 'double', 'single', 'pem', 'wrapped', 'torn', 'open')
    const line = fc.record({ name: fc.stringMatching(/^[A-Z]{1,6}_[A-Z]{1,6}$/), secret, kind, size: fc.integer({ min: 16, max: 64 }) })
    const text = ({ name, secret: value, kind: how, size }: { name: string; secret: string; kind: string; size: number }) => {
      if (how === 'double') return `${name}="${value}"`
      if (how === 'single') return `${name}='${value}'`
      if (how === 'pem') return `${name}=-----BEGIN KEY-----\n${chunk(value, 64).join('\n')}\n-----END KEY-----`
      if (how === 'wrapped') return `${name}="${chunk(value, size).join('\n')}"`
      if (how === 'torn') return `${name}=${chunk(value, size).join('\n')}`
      return how === 'open' ? `${name}="${value}` : `${name}=${value}`
    }
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (pasted) => {
        const { entries, remarks } = parseEnvText(pasted.map(text).join('\n'))
        const shown = entries.map(({ key }) => key).join('\n') + JSON.stringify(remarks)
        for (const { key } of entries) expect(key).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/)
        for (const { secret: value } of pasted) {
          for (let at = 0; at + 8 <= value.length; at += 1) expect(shown).not.toContain(value.slice(at, at + 8))
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test('a quote that is never closed is not looked for again and again', () => {
  const { entries, problemCount } = parseEnvText(`A='open\n${'B=1\n'.repeat(1500)}`)
  expect(entries).toHaveLength(1500)
  expect(problemCount).toBe(1)
})

test('what is far too long is not read', () => {
  const { entries, remarks } = parseEnvText('A=1\n'.repeat(1_000_000))
  expect(entries).toEqual([])
  expect(remarks).toEqual([expect.objectContaining({ severity: 'problem' })])
})

test('accepting a paste is shown as add, replace or same, and a repeated name once', () => {
  const present = [
    { key: 'A', value: '1' },
    { key: 'B', value: '2' },
  ]
  const { changes, repeated } = comparePasted(present, [
    { key: 'A', value: '1' },
    { key: 'B', value: 'x' },
    { key: 'C', value: '3' },
    { key: 'C', value: '4' },
  ])
  expect(changes).toEqual([
    { key: 'A', value: '1', does: 'same' },
    { key: 'B', value: 'x', does: 'replace' },
    { key: 'C', value: '4', does: 'add' },
  ])
  expect(repeated).toEqual(['C'])
})

describe('what the CVM makes of a value', () => {
  test.each([
    ['plain $x `y` "z" \\d', null],
    ['two\nlines', 'two characters'],
    ['end\\', 'the next variable'],
    ['end\\\\', 'is lost'],
    ['a\\"b', 'is lost'],
  ])('%o', (value, words) => {
    if (words === null) expect(arrivalNote(value)).toBeNull()
    else expect(arrivalNote(value)).toContain(words)
  })

  test('a set beyond its limits is refused with the name to blame', () => {
    expect(envLimitProblem([{ key: 'A', value: 'x'.repeat(128 * 1024) }])).toBeNull()
    expect(envLimitProblem([{ key: 'A', value: 'é'.repeat(65 * 1024) }])).toMatchObject({ name: 'A' })
    expect(envLimitProblem([{ key: 'A'.repeat(256), value: '' }])).toMatchObject({ name: 'A'.repeat(256) })
    expect(envLimitProblem(Array.from({ length: 9 }, (_, at) => ({ key: `A${at}`, value: 'x'.repeat(127 * 1024) })))).toMatchObject({
      name: null,
    })
    expect(envLimitProblem(Array.from({ length: 1025 }, (_, at) => ({ key: `A${at}`, value: '' })))).toMatchObject({ name: null })
  })
})

test('what a block of YAML holds is no name, also where its last line looks like one; what follows it is read again', () => {
  const block = ['  AAAAAAAAAAAAAAAAAAAA', '', '  AAA_AAAAAAAAAAA=']
  for (const head of ['AA_AA: >-', 'AA_AA: |', '- key: >', 'AA_AA: |2-']) {
    const { entries, problemCount } = parseEnvText([head, ...block, "export B_B='value'"].join('\n'))
    expect(entries.map(({ key, value, isDoubtful }) => [key, value, isDoubtful])).toEqual([['B_B', 'value', false]])
    expect(problemCount).toBe(1)
  }
  expect(parseEnvText('URL=http://a: >\nB_B=1').entries.map(({ key }) => key)).toEqual(['URL', 'B_B'])
})
