import { describe, expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { errorFromResponse } from './reading/read-error.ts'
import { readHashRequired } from './hash-required.ts'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}, method = 'PATCH') =>
  errorFromResponse(new Response(null, { status, headers }), body, method)

describe('the three families of error bodies', () => {
  test('a structured error is read at top level and under detail alike', () => {
    const structured = {
      error_code: 'ERR-01-003',
      message: 'services.web has no image',
      details: [{ field: 'docker_compose_file', message: 'line 3' }],
      request_id: 'req-7',
    }
    for (const body of [structured, { detail: structured }]) {
      const error = answer(400, body)
      expect(error).toMatchObject({ kind: 'refused', code: 'ERR-01-003', message: 'services.web has no image', requestId: 'req-7' })
      expect(error.fieldErrors).toEqual([{ field: 'docker_compose_file', message: 'line 3' }])
    }
  })

  test('a detail with words and no field, or a field and no words, is not lost', () => {
    const details = [{ message: 'Mining software is not allowed: “xmrig”.' }, { field: 'vcpu', value: 99 }, { value: 'nothing to say' }]
    expect(answer(400, { message: 'Terms of service violation', details }).fieldErrors).toEqual([
      { field: '', message: 'Mining software is not allowed: “xmrig”.' },
      { field: 'vcpu', message: 'Terms of service violation' },
    ])
  })

  test('a code that speaks of a field leads to it, also when the server gives no details', () => {
    const invalid = { error_code: 'ERR-01-003', message: 'services.web has no image' }
    expect(answer(400, invalid).fieldErrors).toEqual([{ field: 'docker_compose_file', message: 'services.web has no image' }])
  })

  test('what the server looked at on the chain is kept for comparison', () => {
    const details = [{ field: 'app_contract_address', value: '0xab' }]
    expect(answer(468, { error_code: 'ERR-01-008', message: 'not allowed', details }).fieldErrors).toEqual([
      { field: 'app_contract_address', message: '0xab' },
    ])
  })

  test('a 422 names the fields without the part of the request they are in', () => {
    const error = answer(422, {
      detail: [
        { loc: ['body', 'vcpu'], msg: 'must be an integer', type: 'int_type' },
        { loc: ['body', 'gpus', 'gpus', 0, 'slot'], msg: 'required', type: 'missing' },
      ],
    })
    expect(error.kind).toBe('invalid')
    expect(error.fieldErrors.map(({ field }) => field)).toEqual(['vcpu', 'gpus.gpus.0.slot'])
  })

  test('a plain detail text is the message', () => {
    expect(answer(403, { detail: 'CVM is managed by a GPU rental' })).toMatchObject({
      kind: 'not-permitted',
      message: 'CVM is managed by a GPU rental',
    })
  })

  test.each([null, 'text', 7, [], {}, { detail: { odd: true } }])('a body of unknown form (%o) still says the status', (body) => {
    expect(answer(502, body)).toMatchObject({ kind: 'server-trouble', message: 'The server answered with status 502.' })
  })
})

describe('what an error means is decided by status and code', () => {
  test.each([
    [401, 'signed-out'],
    [404, 'not-found'],
    [409, 'busy'],
    [429, 'too-many-requests'],
    [466, 'hash-expired'],
    [467, 'transaction-unverified'],
    [468, 'hash-not-allowed'],
    [500, 'server-trouble'],
    [501, 'not-offered'],
    [418, 'refused'],
  ])('status %i is %s', (status, kind) => {
    expect(answer(status, { detail: 'no' }).kind).toBe(kind)
  })

  test('a 409 about a name is a clash, not a busy CVM', () => {
    expect(answer(409, { error_code: 'ERR-01-004', message: 'name taken' }).kind).toBe('conflict')
  })

  test.each([
    ['ERR-02-016', 409, 'refused'],
    ['ERR-02-014', 503, 'refused'],
    ['ERR-04-001', 402, 'refused'],
    ['ERR-03-007', 409, 'conflict'],
    ['ERR-06-006', 400, 'not-permitted'],
  ])('%s with status %i is %s, and certain: a write it answers was not processed', (error_code, status, kind) => {
    expect(answer(status, { error_code, message: 'no' })).toMatchObject({ kind, isUncertain: false })
  })

  test.each([
    [429, { 'retry-after': '12' }, 12],
    [429, { 'retry-after': ' 3600 ' }, 3600],
    [503, { 'retry-after': '0' }, 0],
    [429, { 'retry-after': 'Sun, 01 Mar 2026 09:00:00 GMT', date: 'Sun, 01 Mar 2026 08:00:00 GMT' }, 3600],
    [429, { 'retry-after': 'Sun, 01 Mar 2026 07:00:00 GMT', date: 'Sun, 01 Mar 2026 08:00:00 GMT' }, 0],
    [429, { 'retry-after': '-5' }, null],
    [429, { 'retry-after': '1.5' }, null],
    [429, { 'retry-after': 'soon' }, null],
    [429, {}, null],
  ])('%i with %j is to be repeated after %s seconds, by the clock of the answer', (status, headers, seconds) => {
    expect(answer(status, null, headers as Record<string, string>).retryAfterSeconds).toBe(seconds)
  })

  test.each([200, 401, 403, 404, 407])(
    'a web page with status %i is a page of something in between, and no word about the key',
    (status) => {
      const page = new Response('<html>Log in</html>', { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
      expect(errorFromResponse(page, null, 'PATCH')).toMatchObject({ kind: 'intercepted', status, isUncertain: true })
    },
  )

  test('a web page of a server in trouble is its trouble', () => {
    const page = new Response('<html>Bad gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } })
    expect(errorFromResponse(page, null, 'GET')).toMatchObject({ kind: 'server-trouble' })
  })

  test('only a write without a usable answer is uncertain', () => {
    expect(answer(503, null).isUncertain).toBe(true)
    expect(answer(503, null, {}, 'GET').isUncertain).toBe(false)
    expect(answer(409, null).isUncertain).toBe(false)
    expect(new ApiError({ kind: 'unreachable', status: 0, message: '', method: 'PATCH' }).isUncertain).toBe(true)
  })
})

describe('reading a 465', () => {
  const composeHash = '9745d51a278fcc2d3057d64cc373cac4d917f3dc7687d8f8b772409db288c173'
  const appId = '3f91'.padEnd(40, '0')
  const kms_info = { id: 'kms_1', slug: 'kms-base', chain_id: 8453, kms_contract_address: `0x${'2f'.repeat(20)}` }
  const details = [
    { field: 'compose_hash', value: composeHash },
    { field: 'app_id', value: appId },
    { field: 'device_id', value: 'd0'.repeat(32) },
    { field: 'kms_info', value: kms_info },
  ]

  test.each([
    ['at top level', { error_code: 'ERR-01-005', message: 'register', details }],
    ['under detail', { detail: { error_code: 'ERR-01-005', message: 'register', details } }],
    ['without an error code', { details }],
    ['in the flat legacy form', { compose_hash: composeHash, app_id: `0x${appId}`, device_id: 'd0'.repeat(32), kms_info }],
  ])('%s it names the same hash, contract and chain', (_form, body) => {
    expect(readHashRequired(answer(465, body), null)).toMatchObject({
      composeHash,
      appContract: `0x${appId}`,
      chainId: 8453,
      prepared: null,
    })
  })

  test.each([
    ['a hash of 31 bytes', 'compose_hash', 'ab'.repeat(31)],
    ['a hash that is no text', 'compose_hash', 7],
    ['an app id that is no address', 'app_id', 'my-app'],
    ['an app id that is too short', 'app_id', '0x1234'],
    ['no chain anywhere', 'kms_info', { id: 'kms_1' }],
  ])('%s makes it unreadable rather than something to sign', (_what, field, value) => {
    const body = { details: details.map((detail) => (detail.field === field ? { field, value } : detail)) }
    expect(readHashRequired(answer(465, body), null)).toBeNull()
  })

  test('a prepared update carries its token', () => {
    const body = {
      details: [...details, { field: 'commit_token', value: 'token-1' }, { field: 'api_commit_url', value: 'https://x/commit' }],
    }
    expect(readHashRequired(answer(465, body), null)?.prepared).toEqual({
      commitToken: 'token-1',
      commitUrl: null,
      apiCommitUrl: 'https://x/commit',
    })
  })
})
