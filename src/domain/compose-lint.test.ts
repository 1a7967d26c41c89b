import { describe, expect, test } from 'vitest'
import { lintCompose } from './compose-lint.ts'
import { referencedVariables } from './compose-variables.ts'

const rules = (text: string, known?: string[]) => lintCompose(text, known).map(({ line, rule }) => `${line} ${rule}`)
const web = (lines: string) => `services:\n  web:\n    image: nginx:1.27\n${lines}`

test('a sound file has no remarks', () => {
  expect(lintCompose(web('    ports: ["80:80"]\n    volumes: [data:/data]\n'))).toEqual([])
})

test.each([
  ['a broken quote', 'services:\n  web:\n    image: "nginx\n', 'syntax'],
  ['a repeated key', 'services:\n  web: {image: a:1}\n  web: {image: b:1}\n', 'syntax'],
  ['plain words', 'hello', 'not-a-compose-file'],
  ['an empty file', '', 'not-a-compose-file'],
  ['services without a service', 'services: 3\n', 'not-a-compose-file'],
])('%s keeps the file from being sent', (_what, text, rule) => {
  const remarks = lintCompose(text)
  expect(remarks[0]).toMatchObject({ severity: 'error', rule })
  expect(remarks[0]!.line).toBeGreaterThan(0)
})

describe('images', () => {
  test.each([
    ['nginx', true],
    ['nginx:latest', true],
    ['registry.example:5000/nginx', true],
    ['nginx:1.27', false],
    ['registry.example:5000/nginx:1.27', false],
    [`nginx@sha256:${'a'.repeat(64)}`, false],
    ['${IMAGE}', false],
  ])('%s unpinned: %s', (image, unpinned) => {
    expect(rules(`services:\n  web:\n    image: ${image}\n`)).toEqual(unpinned ? ['3 unpinned-image'] : [])
  })
})

test('a build directory and a host path are named at their line', () => {
  expect(rules(web('    build: .\n    volumes:\n      - ./conf:/etc/conf\n      - {type: bind, source: /srv, target: /srv}\n'))).toEqual([
    '4 build',
    '6 host-mount',
    '7 host-mount',
  ])
})

describe('variables', () => {
  test('a name the environment does not have is said once; a default is enough', () => {
    expect(rules(web('    environment: ["A=${A}", "B=${B}", "C=${B}", "D=${D:-x}", "E=$$E"]\n'), ['A'])).toEqual(['4 undefined-variable'])
  })

  test('a name that nothing uses is a note', () => {
    expect(lintCompose(web(''), ['UNUSED'])).toEqual([expect.objectContaining({ rule: 'unused-variable', severity: 'note' })])
  })

  test('references are found with and without braces, and an escaped dollar sign is none', () => {
    expect([...referencedVariables('$A ${B} ${C:-d} $$D')]).toEqual(['A', 'B', 'C'])
  })
})

test('a likely secret is named without its value, in both forms of environment', () => {
  for (const environment of ['      DB_PASSWORD: canary-secret-1\n', '      - DB_PASSWORD=canary-secret-1\n']) {
    const remarks = lintCompose(web(`    environment:\n${environment}`))
    expect(remarks).toEqual([expect.objectContaining({ line: 5, rule: 'plain-secret', secret: { service: 'web', name: 'DB_PASSWORD' } })])
    expect(JSON.stringify(remarks)).not.toContain('canary-secret-1')
  }
  expect(rules(web('    environment: {DB_PASSWORD: "${DB_PASSWORD}", MODE: production}\n'))).toEqual([])
})
