import { someHash, someTransactionHash } from '@/domain/testing/hashes.ts'
import { expect, test } from 'vitest'
import { isolated } from '@/lib/isolated.ts'
import type { Journal } from '@/updates/engine/update-journal.ts'
import { supportText, type SupportFacts } from './support-text.ts'

const composeHash = someHash('ab')
const journal: Journal = {
  cvmName: 'canary-name',
  startedAt: '2026-11-26T10:00:00.000Z',
  wanted: { composeYaml: 'canary-text', envNames: ['CANARY_VARIABLE'], vcpu: 4 },
  hadSecrets: true,
  ticket: {
    composeHash,
    appId: 'cd'.repeat(20),
    appContract: `0x${'cd'.repeat(20)}`,
    chainId: 8453,
    kmsContract: null,
    deviceId: null,
    issuedAt: '2026-11-26T10:00:01.000Z',
  },
  sent: { transactionHash: someTransactionHash('ef'), from: `0x${'12'.repeat(20)}`, nonce: 7, sentAt: '2026-11-26T10:00:09.000Z' },
}
const facts: SupportFacts = {
  version: '0.1.0',
  writtenAt: '2026-11-26T10:01:00.000Z',
  config: { mode: 'live', upstream: 'cloud.example', chains: [{ id: 8453, name: 'Base' }] },
  from: '/cvms/$cvmId/update',
  failure: null,
  browser: 'a browser',
  clock: { leastMs: -2000, mostMs: -1000 },
  requests: [
    {
      route: 'GET /api/v1/cvms/{cvm_id}',
      status: 200,
      requestId: null,
      correlationId: null,
      startedAt: Date.parse('2026-11-26T10:00:00.000Z'),
      durationMs: 12.4,
      serverDate: null,
    },
    {
      route: 'PATCH /api/v1/cvms/{cvm_id}',
      status: 0,
      requestId: 'req-1',
      correlationId: 'corr-1',
      startedAt: Date.parse('2026-11-26T10:00:05.000Z'),
      durationMs: 900,
      serverDate: 'Thu, 26 Nov 2026 10:00:05 GMT',
    },
  ],
  report: [],
  updates: [{ id: 'cvm_1', value: journal }],
}

test('everything that helps is in one text, the newest request first', () => {
  const text = supportText(facts, { withNames: false, secrets: [] })
  for (const part of [
    'CVM console 0.1.0, live, upstream cloud.example',
    'ahead by: -2.0 s to -1.0 s',
    'Page: /cvms/$cvmId/update',
    'Chains: Base (8453)',
    `compose hash to register: ${composeHash}`,
    `app contract: 0x${'cd'.repeat(20)} on chain 8453`,
    `transaction: 0x${'ef'.repeat(32)}, sent 2026-11-26T10:00:09.000Z`,
  ]) {
    expect(text).toContain(part)
  }
  const lines = text.split('\n')
  const first = lines.indexOf('Last requests, newest first') + 1
  expect(lines[first]).toBe(
    '  PATCH /api/v1/cvms/{cvm_id}: no answer; 2026-11-26T10:00:05.000Z; 900 ms; server Thu, 26 Nov 2026 10:00:05 GMT; request req-1; correlation corr-1',
  )
  expect(lines[first + 1]).toBe('  GET /api/v1/cvms/{cvm_id}: 200; 2026-11-26T10:00:00.000Z; 12 ms')
})

test('names are there only when they are asked for, and contents and names of variables never', () => {
  const without = supportText(facts, { withNames: false, secrets: [] })
  const named = supportText(facts, { withNames: true, secrets: [] })
  expect(without).not.toContain('canary-name')
  expect(without).not.toContain('Compose file')
  expect(named).toContain(`CVM: cvm_1 “${isolated('canary-name')}”`)
  expect(named).toContain('changes: Compose file, Environment, vCPU')
  for (const text of [without, named]) {
    expect(text).not.toContain('canary-text')
    expect(text).not.toContain('CANARY_VARIABLE')
  }
})

test('what is not known is said to be so', () => {
  const text = supportText({ ...facts, clock: null, from: null, requests: [], updates: [] }, { withNames: false, secrets: [] })
  expect(text).toContain('ahead by: not known')
  expect(text).toContain('Page: not known')
  expect(text.match(/^None\.$/gm)).toHaveLength(3)
})

const failure = {
  title: 'Phala Cloud refused this request.',
  message: 'canary-name: token=canary-token-1, key phak_canaryKey, {"secret": "canary-value"} canary-held',
  details: 'PATCH, status 409',
  code: 'ERR-01-002',
  requestId: 'req-9',
}

test('a failure stands in it with what identifies it; its words come only with names, and never with a secret', () => {
  const secrets = ['canary-held']
  const without = supportText({ ...facts, failure }, { withNames: false, secrets })
  const named = supportText({ ...facts, failure }, { withNames: true, secrets })
  for (const part of [failure.title, failure.details, `code ${failure.code}`, `request ${failure.requestId}`]) {
    expect(without).toContain(part)
    expect(named).toContain(part)
  }
  expect(without).not.toContain('canary')
  expect(named).toContain('in its words: canary-name')
  for (const secret of ['canary-token-1', 'phak_canaryKey', 'canary-value', 'canary-held']) expect(named).not.toContain(secret)
})

test('what an error says of itself counts as its words', () => {
  const thrown = { ...failure, message: null, details: 'SyntaxError: canary is not valid JSON' }
  expect(supportText({ ...facts, failure: thrown }, { withNames: false, secrets: [] })).not.toContain('canary')
  expect(supportText({ ...facts, failure: thrown }, { withNames: true, secrets: [] })).toContain('in its words: SyntaxError: canary')
})
