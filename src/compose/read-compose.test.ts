import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCompose } from './read-compose.ts'
import { keepsFromSending } from './remark.ts'
import type { Surroundings } from './surroundings.ts'
import { soundFile } from './testing/generated-compose.ts'

const read = (text: string, around: Partial<Surroundings> = {}) => readCompose(text, { names: null, ...around })
const said = (text: string, around?: Partial<Surroundings>) =>
  read(text, around).remarks.map(({ line, severity, rule, message }) => `${line} ${severity} ${rule}: ${message}`)
const rules = (text: string, around?: Partial<Surroundings>) =>
  read(text, around).remarks.map(({ line, severity, rule }) => `${line} ${severity} ${rule}`)
const errors = (text: string, around?: Partial<Surroundings>) =>
  read(text, around).remarks.flatMap(({ severity, line, message }) => (severity === 'error' ? [`${line}: ${message}`] : []))
const web = (lines: string) => `services:\n  web:\n    image: nginx:1.27\n${lines}`

test('a sound file has no remarks', () => {
  expect(
    said(`name: demo
services:
  web:
    image: nginx:1.27
    command: ["sh", "-c", "echo hi"]
    ports: ["80:80", {target: 443, published: "8443"}]
    environment: {A: "1", B: null, C: 3}
    healthcheck: {test: ["CMD", "true"], interval: 5s}
    depends_on: {db: {condition: service_healthy}}
    deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}
    volumes: [/var/run/dstack.sock:/var/run/dstack.sock, /var/run/tappd.sock:/var/run/tappd.sock]
    build: {dockerfile_inline: "FROM alpine", provenance: true, sbom: false}
    develop: {watch: [{path: /a, action: sync, target: /b, initial_sync: true}]}
    x-own: {anything: true}
  db:
    image: postgres:17
    cap_add: [SYS_TIME, SYS_TIME]
    expose: [80, 80]
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data: {}
`),
  ).toEqual([])
})

test('sound files drawn from the grammar are never blocked', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(soundFile, (text) => {
      expect(errors(text)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

describe('what is no compose file keeps it from being sent', () => {
  test.each([
    ['a quote left open', 'services:\n  web:\n    image: "nginx\n', '3 error syntax'],
    ['a repeated key', 'services:\n  web: {image: a:1}\n  web: {image: b:1}\n', '3 error syntax'],
    ['an alias that is meant as text', web('    command: [--host, *.example.com]\n'), '4 error syntax'],
    ['plain words', 'hello', '1 error not-a-compose-file'],
    ['an empty file', '', '1 error not-a-compose-file'],
    ['services without a service', 'services: 3\n', '1 error compose-specification'],
    ['no services', 'volumes: {a: }\n', '1 error not-a-compose-file'],
    ['an empty document', `${web('')}---\n`, '4 error not-a-compose-file'],
    [
      'a no-break space in the indentation',
      'services:\n  web: {image: a:1}\n\u00a0\u00a0more: {image: b:1}\n',
      '3 error compose-specification',
    ],
    ['a number as a key', web('    labels: {1: a}\n'), '4 error syntax'],
    [
      'aliases that multiply',
      `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`).join('')}`,
      'error syntax',
    ],
  ])('%s', (_what, text, wanted) => {
    expect(rules(text).filter((rule) => rule.includes('error'))[0]).toContain(wanted)
  })

  test('no message speaks of parsers', () => {
    for (const text of ['a: b\n---\nb: c\n', web('---\n'), 'a: [', '\u00a0a: b', 'a: *b', '%x', 'a: @b', 'a:\n\t- b']) {
      expect(said(text).join('\n')).not.toMatch(/parse|YAML\.|token|scalar|node|alias \w+ not|undefined/i)
    }
  })
})

test('several documents are read as Docker reads them: each laid over the ones before', () => {
  expect(errors(`${web('')}---\nservices:\n  web:\n    depends_on: [db]\n---\nservices: {db: {image: postgres:17}}\n`)).toEqual([])
  expect(errors(`${web('    volumes: [data:/data]\n')}---\nservices: {web: {volumes: !reset []}}\n`)[0]).toContain('“data”')
})

test('what is merged in is seen, and said where a person typed it', () => {
  const shared = `x-env: &env\n  DB_PASSWORD: canary-secret\nservices:\n  a: {image: a:1, environment: {<<: *env}}\n  b: {image: b:1, environment: *env}\n`
  expect(rules(shared)).toEqual(['2 warning plain-secret'])
  expect(rules(`x-a: &a {prots: [80]}\nservices:\n  a: {image: a:1, <<: *a}\n`)).toEqual(['1 error compose-specification'])
})

describe('interpolation', () => {
  const known = { names: ['SET'], values: new Map([['SET', 'v']]) }
  test.each([
    ['${SET} ${SET:?x} ${GONE:-x} $$GONE', []],
    ['${GONE}', ['4 warning undefined-variable']],
    ['${GONE:?}', ['4 error missing-variable']],
    ['${GONE?why}', ['4 error missing-variable']],
    ['${GONE:-${ALSO:?}}', ['4 error missing-variable']],
    ['${#SET}', ['4 error bad-interpolation']],
    ['${SET', ['4 error bad-interpolation']],
    ['$DSTACK_APP_ID ${DSTACK_APP_DOMAIN:?} ${DSTACK_GATEWAY_DOMAIN}', []],
  ])('%o', (text, wanted) => {
    expect(rules(web(`    command: '${text}'\n`), known).filter((rule) => !rule.includes('unused'))).toEqual(wanted)
  })

  test('a value that is required says that Docker would not start', () => {
    expect(errors(web('    command: ${A:?}\n'), { names: [] })).toEqual([expect.stringContaining('would not start')])
    expect(errors(web('    command: ${A:?}\n'), { names: null })).toEqual([])
  })

  test('the line is that of the variable, also in a long text', () => {
    expect(rules(web('    command: |\n      one\n      ${GONE}\n'), { names: [] })).toEqual(['6 warning undefined-variable'])
  })

  test('a variable in a key is none', () => {
    expect(rules(web('    labels: {"${GONE}": a}\n'), { names: [] })).toEqual([])
  })

  test.each(['      - HANDED\n', '      HANDED:\n', '      - HANDED # why\n'])('%o hands a variable on', (lines) => {
    const text = web(`    environment:\n${lines}`)
    expect(read(text, { names: ['HANDED'] })).toEqual({ remarks: [], variables: { missing: [], unused: [] } })
    expect(read(text, { names: [] }).variables.missing).toEqual(['HANDED'])
    expect(rules(text, { names: [] })).toEqual(['5 error missing-passed'])
    expect(errors(text, { names: [] })).toEqual([expect.stringContaining('would not start')])
    expect(rules(text, { names: null })).toEqual([])
    // Docker starts a container without a variable that it was to hand on, so the file may be sent.
    expect(read(text, { names: [] }).remarks.some(keepsFromSending)).toBe(false)
  })

  test('a variable that is required and handed on is said for both', () => {
    const text = web('    environment: [A]\n    command: ${A:?}\n')
    expect(rules(text, { names: [] })).toEqual(['4 error missing-passed', '5 error missing-variable'])
    expect(read(text, { names: [] }).remarks.filter(keepsFromSending)).toHaveLength(1)
  })

  test('a secret that is filled from a variable needs it', () => {
    const text = `${web('    secrets: [key]\n')}secrets: {key: {environment: API_KEY}}\n`
    expect(rules(text, { names: [] })).toEqual(['5 error missing-source'])
    expect(rules(text, { names: ['API_KEY'] })).toEqual([])
  })

  test('what the script exports is there, and what it uses is used', () => {
    const text = web('    command: ${A:?} ${B:?}\n')
    expect(errors(text, { names: ['X'], script: 'export A=1\nset -a\nB=$X\n' })).toEqual([])
    expect(errors(text, { names: ['X'], script: '# export A=1\nexport B=2' })).toHaveLength(1)
    expect(errors(text, { names: [], script: '. /dstack/env' })).toEqual([])
    expect(read(text, { names: ['X', 'UNUSED', 'DSTACK_DOCKER_USERNAME'], script: 'echo $X' }).variables.unused).toEqual(['UNUSED'])
  })
})

describe('what keeps a file from starting is an error where it stands', () => {
  test.each([
    ['services: {a: {command: x}}', 'neither an image nor a build'],
    ['services: {a: {image: "${NOT_SET}"}}', 'neither an image nor a build'],
    ['services: {a: {image: a:1, volumes: [data:/x]}}', 'the volume “data”'],
    ['services: {a: {image: a:1, networks: [inner]}}', 'the network “inner”'],
    ['services: {a: {image: a:1, secrets: [key]}}', 'the secret “key”'],
    ['services: {a: {image: a:1, configs: [conf]}}', 'the config “conf”'],
    ['services: {a: {image: a:1, depends_on: [b]}}', 'the service “b”'],
    ['services: {a: {image: a:1, depends_on: [b]}, b: {image: b:1, depends_on: [a]}}', 'a → b → a'],
    ['services: {a: {image: a:1, extends: b}}', 'extends “b”'],
    ['services: {a: {image: a:1, ports: ["99999:80"]}}', 'This port of “a”'],
    ['services: {a: {image: a:1, ports: ["80-82:90-91"]}}', 'This port of “a”'],
    ['services: {a: {image: a:1, stop_grace_period: soon}}', 'not a duration'],
    ['services: {a: {image: a:1, healthcheck: {test: "true", interval: 5}}}', 'has to be text, and here it is a whole number'],
    ['services: {a: {image: a:1, mem_limit: lots}}', 'not a size'],
    ['services: {a: {image: a:1, privileged: maybe}}', 'true or false'],
    ['services: {a: {image: a:1, cpus: many}}', 'has to be a number'],
    ['services: {a: {image: a:1, network_mode: host, networks: [default]}}', 'network_mode and networks'],
    ['services: {a: {image: a:1, env_file: ./app.env}}', 'the CVM has no such file'],
    ['include: [other.yml]', 'the CVM has no such file'],
    ['services: {a: {extends: {file: other.yml, service: b}, image: a:1}}', 'the CVM has no such file'],
    ['services: {a: {image: a:1, prots: [80]}}', 'Did you mean “ports”?'],
    ['services: {a: {image: a:1, privileged: [1]}}', 'here it is a list'],
    ['services: {a: {image: a:1, depends_on: {b: {}}}, b: {image: b:1}}', 'lacks “condition”'],
    ['services: {a: {image: a:1, networks: [default, default]}}', 'twice'],
    ['services: {a: {image: a:1, environment: {WHEN: 2024-01-02}}}', 'a date (put quotes around it)'],
    ["services: {a: {image: a:1, command: 'sh -c \"x'}}", 'not closed'],
    ['services: {a: {image: a:1, pull_policy: sometimes}}', 'not written as Docker needs it'],
    ['servces: {}\nservices: {a: {image: a:1}}', 'Did you mean “services”?'],
    ['services: {a: {image: a:1}}\nsecrets: {s: {}}', 'does not say where it comes from'],
    ['services: {a: {image: a:1}}\nsecrets: {s: {external: false}}', 'does not say where it comes from'],
  ])('%s', (text, words) => {
    expect(errors(`${text}\n`, { names: [] }).join('\n')).toContain(words)
  })
})

describe('what only bites later is a remark', () => {
  test.each([
    ['nginx', true],
    ['nginx:latest', true],
    ['registry.example:5000/nginx', true],
    ['nginx:1.27', false],
    ['registry.example:5000/nginx:1.27', false],
    [`nginx@sha256:${'a'.repeat(64)}`, false],
    ['${IMAGE}', false],
  ])('%s unpinned: %s', (image, unpinned) => {
    expect(rules(`services:\n  web:\n    image: ${image}\n`)).toEqual(unpinned ? ['3 warning unpinned-image'] : [])
  })

  test.each([
    ['build: .', '4 warning build'],
    ['build: {context: ./app}', '4 warning build'],
    ['build: https://github.com/o/r.git#main', null],
    ['build: {dockerfile_inline: "FROM a"}', null],
    ['volumes: [./conf:/etc/conf]', '4 warning host-mount'],
    ['volumes: [{type: bind, source: /srv, target: /srv}]', '4 note host-mount'],
    ['volumes: [/var/run/docker.sock:/var/run/docker.sock]', null],
    ['env_file: [{path: a.env, required: false}]', null],
    ['command: “quoted”', '4 warning odd-character'],
  ])('%s', (line, wanted) => {
    expect(rules(web(`    ${line}\n`))).toEqual(wanted === null ? [] : [wanted])
  })

  test('a file that the script writes is there', () => {
    expect(errors(web('    env_file: app.env\n'), { script: 'echo A=1 > /dstack/app.env' })).toEqual([])
    expect(rules(web('    volumes: [./conf:/etc/conf]\n'), { script: 'mkdir -p conf' })).toEqual([])
  })
})

describe('secrets in plain text', () => {
  const canary = 'canary-secret-1'
  test.each([
    [`DB_PASSWORD: ${canary}`, true],
    [`DB_PASS: ${canary}`, true],
    [`MNEMONIC: ${canary} and ten more words`, true],
    [`API_TOKEN: ${canary}$$x`, true],
    [`DATABASE_URL: postgres://user:${canary}@db/x`, true],
    [`SIGNER_KEY: 0x${'ab12'.repeat(16)}`, true],
    [`PRIVATE_KEY: 0x${'ab12'.repeat(16)}`, true],
    [`DB_PASSWORD_FILE: /run/secrets/${canary}`, false],
    ['DB_PASSWORD: ${DB_PASSWORD}', false],
    ['DATABASE_URL: postgres://user:${DB_PASSWORD}@db/x', false],
    [`TOKEN_ADDRESS: 0x${'ab12'.repeat(10)}`, false],
    [`BLOCK_HASH: 0x${'ab12'.repeat(16)}`, false],
    ['MAX_TOKENS: 100000', false],
    ['MODE: production', false],
  ])('%s', (line, isSecret) => {
    const remarks = read(web(`    environment:\n      ${line}\n`)).remarks
    expect(remarks.map(({ rule }) => rule)).toEqual(isSecret ? ['plain-secret'] : [])
    expect(JSON.stringify(remarks)).not.toContain(canary)
  })

  test('elsewhere an address with its password is one too', () => {
    expect(rules(web('    command: --db postgres://user:canary-secret@db/x\n'))).toEqual(['4 warning plain-secret'])
  })
})

test('no remark repeats what may be a secret, wherever it stands', () => {
  const canary = 'canary7secret'
  const places = [
    'ports: ["C"]',
    'stop_grace_period: C',
    'mem_limit: C',
    'cpus: C',
    'command: "C ${"',
    'environment: ["A =C"]',
    'extra_hosts: [C]',
    'pull_policy: C',
    'privileged: C',
    'devices: ["C:a:b:c:d"]',
    'healthcheck: {test: [C]}',
  ]
  for (const place of places) {
    const remarks = read(web(`    ${place.replace('C', canary)}\n`)).remarks
    expect(remarks, place).not.toEqual([])
    expect(JSON.stringify(remarks), place).not.toContain(canary)
  }
})

test('a no-break space is named where it stands', () => {
  expect(said('services:\n  web:\n\u00a0\u00a0image: nginx:1.27\n').join('\n')).toContain(
    '3 warning odd-character: This key contains a no-break space (U+00A0)',
  )
})

test('whatever it holds, a reading ends with remarks and never throws', { timeout: 60_000 }, () => {
  const soup = fc.string({
    unit: fc.constantFrom(...' \n:-?[]{},&*!|>\'"%@`#$ab', 'services:\n  a:\n    ', 'image: x\n    '),
    maxLength: 80,
  })
  fc.assert(
    fc.property(soup, (text) => {
      for (const { line, column, rule } of read(text, { names: ['A'] }).remarks) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
        expect(rule).not.toBe('unread')
      }
    }),
    { numRuns: 1500 },
  )
})
