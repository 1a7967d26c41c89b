import { expect, test } from 'vitest'
import { checkComposeSchema } from './compose-schema.ts'

const at = (text: string) => checkComposeSchema(text).map(({ line, message }) => `${line}: ${message}`)

test('a file that uses much of the specification has no remarks', () => {
  expect(
    at(`services:
  web:
    image: nginx:1.27
    command: ["sh", "-c", "echo hi"]
    ports: ["80:80", {target: 443, published: "8443"}]
    environment: {A: "1", B: null, C: 3}
    healthcheck: {test: ["CMD", "true"], interval: 5s}
    depends_on: {db: {condition: service_healthy}}
    deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}
    x-own: {anything: true}
  db:
    image: postgres:17
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data: {}
`),
  ).toEqual([])
})

test('a misspelt key is named where it stands', () => {
  expect(at('services:\n  web:\n    image: nginx:1.27\n    prots: ["80:80"]\n')).toEqual([
    '4: “prots” is not known under services.web. Check its spelling and indentation.',
  ])
})

test('a value of the wrong kind is named where it stands', () => {
  const [remark] = checkComposeSchema('services:\n  web:\n    image: 7\n')
  expect(remark).toMatchObject({ line: 3, severity: 'warning', message: expect.stringContaining('“image”') })
  expect(checkComposeSchema('services:\n  web:\n    image: a:1\n    privileged: [1]\n')[0]).toMatchObject({ line: 4 })
})

test('a key at the top level that is not one of the specification’s', () => {
  expect(at('servces: {}\nservices:\n  web: {image: a:1}\n')).toEqual([
    '1: “servces” is not known at the top level. Check its spelling and indentation.',
  ])
})

test.each(['', 'words', 'services: 3', 'services:\n  web: "open\n'])('%o is left to the plainer check', (text) => {
  expect(checkComposeSchema(text)).toEqual([])
})

test('200 KiB of services are checked', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `  service-${index}:\n    image: nginx:1.27\n    ports: ["80"]\n`).join('')
  expect(checkComposeSchema(`services:\n${many}`)).toEqual([])
})
