import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finishFromFields, type FinishFields, noFinishFields, readPrinted } from './pasted-finish.ts'

const hash = 'ab'.repeat(32)
const appId = '12'.repeat(20)
const token = '7b0c2f4e-1f2a-4d2e-9a55-0c6f3f1d9b10'
const now = Date.parse('2026-11-27T00:00:00.000Z')
const chains = [8453, 31337]
const full: FinishFields = { cvmId: 'cvm_k3', composeHash: hash, appId, chainId: '8453', token, deviceId: '', transactionHash: '' }

describe('what a program printed fills the fields', () => {
  test.each([
    [
      'the SDK',
      {
        requiresOnChainHash: true,
        composeHash: hash,
        appId,
        deviceId: 'cd'.repeat(32),
        kmsInfo: { id: 'kms_1', chain_id: 8453 },
        commitToken: token,
        commitUrl: `https://cloud.example/team/cvms/cvm_k3/commit-update?token=${token}`,
      },
    ],
    [
      'the CLI',
      {
        success: true,
        cvm_id: 'cvm_k3',
        compose_hash: `0x${hash}`,
        app_id: `0x${appId}`,
        device_id: 'cd'.repeat(32),
        kms_info: { chain_id: 8453 },
        commit_token: token,
      },
    ],
    [
      'the API',
      {
        error_code: 'ERR-01-005',
        details: [
          { field: 'compose_hash', value: hash },
          { field: 'app_id', value: appId },
          { field: 'device_id', value: 'cd'.repeat(32) },
          { field: 'kms_info', value: { chain_id: 8453 } },
          { field: 'chain_id', value: 8453 },
          { field: 'commit_token', value: token },
          { field: 'api_commit_url', value: `https://api.example/api/v1/cvms/cvm_k3/commit-update?token=${token}` },
        ],
      },
    ],
  ])('%s', (_who, printed) => {
    const read = readPrinted(JSON.stringify(printed, null, 2))
    const made = finishFromFields({ ...noFinishFields, ...read }, { chains, now })
    expect(made).toMatchObject({
      token,
      request: {
        cvmId: 'cvm_k3',
        ticket: { composeHash: hash, appId, appContract: `0x${appId}`, chainId: 8453, deviceId: 'cd'.repeat(32) },
      },
    })
  })

  test('a commit address brings CVM and token', () => {
    expect(readPrinted(` https://api.example/api/v1/cvms/cvm_k3/commit-update?token=${token}\n`)).toEqual({ cvmId: 'cvm_k3', token })
  })

  test.each(['', token, hash, '{}', '[]', '"x"', 'null', '{"compose_hash":"x"}', 'https://example.com/', '{"a":'.repeat(100)])(
    '%s is one value or none, and goes where it was pasted',
    (text) => expect(readPrinted(text)).toBeNull(),
  )

  test('nothing that can be pasted breaks it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readPrinted(text)
        finishFromFields({ ...noFinishFields, ...read }, { chains, now })
      }),
      { numRuns: 500 },
    )
  })
})

describe('the fields make a request', () => {
  test('whole, with the earliest time at which it can have been prepared', () => {
    const made = finishFromFields({ ...full, transactionHash: 'ef'.repeat(32) }, { chains, now })
    if ('problems' in made) throw new Error(JSON.stringify(made.problems))
    expect(made.request.pasted).toEqual({ transactionHash: `0x${'ef'.repeat(32)}` })
    expect(made.request.ticket.issuedAt).toBe('2026-11-13T00:00:00.000Z')
    expect(JSON.stringify(made.request)).not.toContain(token)
  })

  test.each([
    ['cvmId', ''],
    ['cvmId', '../x'],
    ['composeHash', hash.slice(1)],
    ['appId', `${appId}0`],
    ['chainId', ''],
    ['chainId', '1'],
    ['token', ''],
    ['token', 'two words'],
    ['deviceId', 'cd'],
    ['transactionHash', 'already-registered'],
  ] as const)('but not with %s = “%s”, which is said on its field', (name, value) => {
    const made = finishFromFields({ ...full, [name]: value }, { chains, now })
    expect('problems' in made && Object.keys(made.problems)).toEqual([name])
    if ('problems' in made) expect(made.problems[name]).not.toContain(token)
  })
})
