import { someHash } from '@/domain/testing/hashes.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { approvalLink, finisherLink, preparedUntil, readApprovalLink, readFinisherLink, type ApprovalRequest } from './handover-link.ts'

const origin = 'https://console.example'
const hexOf = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => Buffer.from(raw).toString('hex'))

const anyRequest: fc.Arbitrary<ApprovalRequest> = fc
  .record({
    cvmName: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{4,62}$/), fc.string({ unit: 'binary', maxLength: 120 })),
    chainId: fc.integer({ min: 1, max: 999_999_999_999_999 }),
    appId: hexOf(20),
    kms: fc.option(hexOf(20)),
    deviceId: fc.option(hexOf(32).map(someHash)),
    composeHash: hexOf(32).map(someHash),
    packedChange: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/)),
    isForStart: fc.boolean(),
    issuedAt: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  })
  .filter(({ appId, kms }) => appId !== kms)
  .map(({ cvmName, appId, kms, packedChange, isForStart, ...rest }) => ({
    cvmName,
    ...(isForStart ? { isForStart } : {}),
    ...(packedChange === null ? {} : { packedChange }),
    ticket: { ...rest, appId, appContract: `0x${appId}`, kmsContract: kms === null ? null : `0x${kms}` },
  }))

const fragmentOf = (link: string) => new URL(link).hash
const example: ApprovalRequest = {
  cvmName: 'api-prod-1',
  ticket: {
    composeHash: someHash('ab'),
    appId: '12'.repeat(20),
    appContract: `0x${'12'.repeat(20)}`,
    chainId: 8453,
    kmsContract: `0x${'34'.repeat(20)}`,
    deviceId: someHash('cd'),
    issuedAt: '2026-11-21T14:00:00.000Z',
  },
}

describe('an approval link', () => {
  test('carries everything in the fragment, in words that can be compared', () => {
    const link = new URL(approvalLink(example, origin))
    expect(link.pathname + link.search).toBe('/approve')
    expect(link.hash).toContain(`hash=${'ab'.repeat(32)}`)
    expect(link.hash).toContain(`app=${'12'.repeat(20)}`)
    expect(link.hash).toContain('chain=8453')
    expect(readApprovalLink(link.hash)).toEqual({ request: example })
  })

  test('is read as it was written, whatever the CVM is called', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const link = approvalLink(request, origin)
        const read = readApprovalLink(fragmentOf(link))
        if (!('request' in read)) throw new Error(`${read.problem}: ${link}`)
        expect(read.request.ticket).toEqual(request.ticket)
        expect(read.request.packedChange).toBe(request.packedChange)
        expect(read.request.isForStart).toBe(request.isForStart)
        // What was read leads to the same link again.
        expect(approvalLink(read.request, origin)).toBe(link)
        // A router may show the name decoded.
        expect(readApprovalLink(decodeURI(fragmentOf(link)))).toEqual(read)
      }),
      { numRuns: 1_000 },
    )
  })

  test('that was cut off anywhere is refused', () => {
    fc.assert(
      fc.property(anyRequest, fc.double({ min: 0, max: 1, noNaN: true }), (request, share) => {
        const fragment = fragmentOf(approvalLink(request, origin))
        const cut = fragment.slice(0, Math.floor(share * (fragment.length - 1)))
        expect(readApprovalLink(cut)).toEqual({ problem: expect.stringMatching(/^(?:empty|damaged)$/) })
      }),
      { numRuns: 1_000 },
    )
  })

  test('in which one character is another one is refused', () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(), fc.constantFrom(...'0123456789abcdefAX.%&=#+ '), (request, at, character) => {
        const fragment = fragmentOf(approvalLink(request, origin))
        const place = 1 + (at % (fragment.length - 1))
        const changed = fragment.slice(0, place) + character + fragment.slice(place + 1)
        const read = readApprovalLink(changed)
        // Some characters can be written in two ways; then nothing was changed.
        if ('request' in read) expect(read).toEqual(readApprovalLink(fragment))
        else expect(read.problem).toMatch(/^(?:damaged|other-version)$/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('that says more than it should, or one thing twice, is refused', () => {
    const fragment = fragmentOf(approvalLink(example, origin))
    for (const more of ['&token=1', '&hash=' + 'ab'.repeat(32), '&v=1', '&', '.', ')', '\n']) {
      const read = readApprovalLink(fragment + more)
      expect('problem' in read || more === '&', more).toBe(true)
    }
  })

  test.each([
    ['', 'empty'],
    ['#', 'empty'],
    ['#hello', 'damaged'],
    ['#v=2&name=x', 'other-version'],
    ['#v=x', 'damaged'],
    [`#${'a'.repeat(100_000)}`, 'damaged'],
  ])('%s is no approval', (fragment, problem) => {
    expect(readApprovalLink(fragment)).toEqual({ problem })
  })

  test('never names the KMS contract as the app contract', () => {
    const { ticket } = example
    const link = approvalLink({ ...example, ticket: { ...ticket, kmsContract: ticket.appContract } }, origin)
    expect(readApprovalLink(fragmentOf(link))).toEqual({ problem: 'kms-contract' })
  })

  test('calls a CVM by what can be shown, without characters that turn or hide the text around them', () => {
    const read = readApprovalLink(fragmentOf(approvalLink({ ...example, cvmName: ' api\u202e\u0000\n-prod ' }, origin)))
    expect(read).toMatchObject({ request: { cvmName: 'api-prod' } })
    const nameless = readApprovalLink(fragmentOf(approvalLink({ ...example, cvmName: '\u200b' }, origin)))
    expect(nameless).toMatchObject({ request: { cvmName: 'a CVM without a name' } })
  })

  test('whose purpose was changed is refused, and one for a start starts no update', () => {
    const forStart = fragmentOf(approvalLink({ ...example, isForStart: true }, origin))
    expect(readApprovalLink(forStart)).toEqual({ request: { ...example, isForStart: true } })
    expect(readApprovalLink(forStart.replace('for=start&', ''))).toEqual({ problem: 'damaged' })
    expect(readApprovalLink(fragmentOf(approvalLink(example, origin)).replace('chain=', 'for=start&chain='))).toEqual({
      problem: 'damaged',
    })
    const finisher = fragmentOf(finisherLink({ ...example, cvmId: 'cvm_k3', isForStart: true }, 'token-1', origin))
    expect(readFinisherLink(finisher.replace('secret=token-1&', ''))).toEqual({ problem: 'damaged' })
  })

  test('says until about when the update is kept', () => {
    expect(preparedUntil(example.ticket).toISOString()).toBe('2026-12-05T14:00:00.000Z')
  })
})

describe('a finisher link', () => {
  const token = '7b0c2f4e-1f2a-4d2e-9a55-0c6f3f1d9b10'
  const request = { ...example, cvmId: 'cvm_k3/ü 1' }
  const link = finisherLink(request, token, origin)
  const withoutToken = (fragment: string) => fragment.replace(`secret=${token}&`, '')

  test('carries the token in the fragment and nowhere else, and is read once the token was taken out', () => {
    const { pathname, search, hash } = new URL(link)
    expect(pathname + search).toBe('/finish')
    expect(hash.split(token)).toHaveLength(2)
    expect(readFinisherLink(withoutToken(hash))).toEqual({ request })
  })

  test('that still holds its token is not read, so that no page shows an address with it', () => {
    expect(readFinisherLink(fragmentOf(link))).toEqual({ problem: 'damaged' })
  })

  test('and an approval link are not taken for each other', () => {
    expect(readApprovalLink(withoutToken(fragmentOf(link)))).toEqual({ problem: 'damaged' })
    expect(readFinisherLink(fragmentOf(approvalLink(example, origin)))).toEqual({ problem: 'damaged' })
  })

  test('that was cut off anywhere, also within the token, is refused', () => {
    const fragment = fragmentOf(link)
    for (let length = 1; length < fragment.length; length += 1) {
      const cut = fragment.slice(0, length).replace(/secret=[^&]*(?:&|$)/, '')
      expect(readFinisherLink(cut), cut).toEqual({ problem: expect.stringMatching(/^(?:empty|damaged)$/) })
    }
  })

  test('whose CVM is another one is refused', () => {
    expect(readFinisherLink(withoutToken(fragmentOf(link)).replace('cvm_k3', 'cvm_k4'))).toEqual({ problem: 'damaged' })
  })
})
