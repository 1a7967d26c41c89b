import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { ownTime, type ProofBundle, readBundle, writeBundle } from './bundle.ts'
import type { ChainWord, CvmClaims } from './claims.ts'
import { momentText } from './judged-at.ts'
import { kmsToAsk } from './kms-contract.ts'
import { type Link, linkIds, verdictOf } from './links.ts'
import { measure, type Measured } from './measure.ts'
import { prove } from './prove.ts'
import { bundleFileOf, readSound, wordOfChain } from './testing/sandbox-bundle.ts'

let client: SandboxClient
let named: Record<string, string>

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 24 })
  named = client.info.cvms
})
afterAll(() => client.stop())

const breakEvidence = (cvmId: string, broken: string | null) => client.call('POST', '/sandbox/evidence', { body: { cvmId, break: broken } })

const measured = (file: unknown, rootDer: Uint8Array | null, at = Date.now(), serverAt: number | null = null): Measured => {
  const result = measure(readSound(file).evidence, { at, serverAt, sandboxRootDer: rootDer })
  if ('unreadable' in result) throw new Error(result.unreadable)
  return result
}

/** The whole chain of a CVM, the contracts asked now. */
async function chainOf(cvmId: string, change: (file: Record<string, unknown>) => unknown = (file) => file) {
  const { file, rootDer } = await bundleFileOf(client, cvmId)
  const bundle = readSound(change({ ...file }))
  const facts = measured(change({ ...file }), rootDer)
  return prove(facts, bundle.claims, await wordOfChain(client, bundle, facts))
}

const stateOf = (links: Link[], id: string) => links.find((link) => link.id === id)!.state
const noteOf = (links: Link[], id: string) => links.find((link) => link.id === id)!.note
const states = (links: Link[]) => Object.fromEntries(links.map(({ id, state }) => [id, state]))
const all = (state: string) => Object.fromEntries(linkIds.map((id) => [id, state]))

const flipped = (hex: string, at: number): string => {
  const bytes = Buffer.from(hex, 'hex')
  bytes[at]! ^= 1
  return bytes.toString('hex')
}

const recordedIn = ({ recorded }: ProofBundle): ChainWord => ({
  from: 'recorded',
  reading: recorded!,
  kms: { namedBy: 'the file', distrustedBy: null },
})

const unnamedContract = 'Nothing that was measured names the app, so no contract is known to be its own.'

describe('a sound CVM', () => {
  test('under a contract holds in every link', async () => {
    const links = await chainOf(named.onchainEoa!)
    expect(states(links)).toEqual(all('holds'))
    expect(links.map(({ id }) => id)).toEqual(linkIds)
    expect(verdictOf(links)).toBe('holds')
  })

  test('under the central key server needs no contract', async () => {
    const links = await chainOf(named.centralKms!)
    expect(states(links)).toEqual({ ...all('holds'), allowed: 'not-applicable' })
    expect(verdictOf(links)).toBe('holds')
  })

  test('is told from its bundle alone, up to what only the contract can say', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.onchainEoa!)
    const bundle = readSound(file)
    const links = prove(measured(file, rootDer), bundle.claims, recordedIn(bundle))
    expect(states(links)).toEqual({ ...all('holds'), allowed: 'unknown', device: 'unknown', image: 'unknown' })
    expect(noteOf(links, 'allowed')).toMatch(/^The chain was not asked now\. As recorded at block 1: The app contract allows/)
    expect(verdictOf(links)).toBe('unknown')
  })
})

describe('what is broken shows at its link', () => {
  const links = { file: 'file', register: 'registers', revoked: 'quote', tcb: 'tcb', device: 'device', debug: 'debug' }
  test.each(Object.entries(links))('%s', async (broken, link) => {
    for (const cvm of [named.centralKms!, named.onchainEoa!]) {
      await breakEvidence(cvm, broken)
      const chain = await chainOf(cvm)
      await breakEvidence(cvm, null)
      expect(stateOf(chain, link), link).toBe('fails')
      expect(verdictOf(chain)).toBe('fails')
    }
  })

  test('a trailer is ignored and named', async () => {
    await breakEvidence(named.centralKms!, 'trailer')
    const chain = await chainOf(named.centralKms!)
    await breakEvidence(named.centralKms!, null)
    expect(verdictOf(chain)).toBe('holds')
    expect(noteOf(chain, 'quote')).toContain('64 bytes follow the quote; nothing signs them')
  })

  test('what a private CVM does not show is unknown', async () => {
    await breakEvidence(named.onchainEoa!, 'private')
    const chain = await chainOf(named.onchainEoa!)
    await breakEvidence(named.onchainEoa!, null)
    expect([stateOf(chain, 'quote'), stateOf(chain, 'registers'), stateOf(chain, 'file')]).toEqual(['holds', 'unknown', 'unknown'])
    expect(stateOf(chain, 'device')).toBe('unknown')
    expect(noteOf(chain, 'device')).toBe(unnamedContract)
    expect(verdictOf(chain)).toBe('unknown')
  })

  test('of a CVM that is not online everything is unknown', async () => {
    await breakEvidence(named.onchainEoa!, 'offline')
    const chain = await chainOf(named.onchainEoa!)
    await breakEvidence(named.onchainEoa!, null)
    expect(states(chain)).toEqual(all('unknown'))
    // Nobody saw a log or a certificate, so nothing is said of what they hold.
    const told = chain.map(({ note }) => note).join('\n')
    expect(told).not.toMatch(/The event log (?:holds|does not)|The certificate/)
    expect(noteOf(chain, 'app')).toBe('There is no event log that can be read, so what was measured is not known.')
    expect(noteOf(chain, 'device')).toBe('The quote is not known to hold, so neither is which machine it is of.')
  })

  test('a contract that does not allow the device says so', async () => {
    const chain = await chainOf(named.deviceNotAllowed!)
    expect(states(chain)).toEqual({ ...all('holds'), device: 'fails' })
  })
})

describe('nothing is taken for what it is not', () => {
  test('the sandbox’s root counts only where it was asked for', async () => {
    const { file } = await bundleFileOf(client, named.centralKms!)
    const facts = measured(file, null)
    expect(facts.root).toBe('intel')
    expect(facts.quote).toMatchObject({
      state: 'fails',
      note: 'The certificate chain of the machine ends in another root than the trusted one.',
    })
    expect(verdictOf(prove(facts, readSound(file).claims, { from: 'none', why: '' }))).toBe('fails')
  })

  test.each(['quote', 'collateral', 'event_log', 'app_compose', 'chain', 'cvm'])(
    'a bundle without %s is not green, and hides no link',
    async (part) => {
      const { file, rootDer } = await bundleFileOf(client, named.onchainEoa!)
      const cut = { ...file, [part]: null }
      const bundle = readSound(cut)
      const facts = measured(cut, rootDer)
      const links = prove(facts, bundle.claims, await wordOfChain(client, bundle, facts))
      expect(links.map(({ id }) => id)).toEqual(linkIds)
      expect(links.filter(({ state }) => state === 'not-applicable')).toEqual([])
      expect(verdictOf(links)).toBe('unknown')
    },
  )

  test('a record that somebody forged makes no link hold, and a forged contract makes one fail', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.deviceNotAllowed!)
    const bundle = readSound(file)
    const offline = prove(measured(file, rootDer), bundle.claims, recordedIn(bundle))
    expect(verdictOf(offline)).toBe('unknown')
    const links = await chainOf(named.onchainEoa!, (one) => ({
      ...one,
      chain: { ...(one.chain as object), appContract: `0x${'12'.repeat(20)}` },
    }))
    expect(stateOf(links, 'allowed')).toBe('fails')
    expect(stateOf(links, 'app')).toBe('fails')
  })

  test('a contract that nothing measured names says nothing', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.onchainEoa!)
    const bundle = readSound(file)
    const sound = measured(file, rootDer)
    const chain = await wordOfChain(client, bundle, sound)
    const ofTheContract = (facts: Measured) => {
      const links = prove(facts, bundle.claims, chain)
      for (const id of ['allowed', 'device', 'image']) expect(noteOf(links, id), id).toContain(unnamedContract)
      return [stateOf(links, 'allowed'), stateOf(links, 'device'), stateOf(links, 'image')]
    }
    // A log without an app id, and one that no register confirms.
    expect(ofTheContract({ ...sound, facts: { ...sound.facts!, appId: null } })).toEqual(Array(3).fill('unknown'))
    expect(ofTheContract({ ...sound, registers: { state: 'fails', compared: [], note: '' } })).toEqual(Array(3).fill('unknown'))
  })

  test('which KMS contract allows the image, and who names it, stands with the answer; one that is not trusted decides nothing', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.onchainEoa!)
    const bundle = readSound(file)
    const facts = measured(file, rootDer)
    const sound = (await wordOfChain(client, bundle, facts)) as Extract<ChainWord, { from: 'read' }>
    const genuine = sound.reading.kmsContract!
    // A contract of the accused's own allows everything.
    const own = `0x${'ac'.repeat(20)}`
    const image = (contract: string | null, trusted: string[] | null) => {
      const { kmsContract, kms } = kmsToAsk({ named: contract, namedBy: 'the API', trusted, trustedBy: '--kms-contract' })
      const answers = { osImageAllowed: kmsContract === null ? null : true }
      const links = prove(facts, bundle.claims, { from: 'read', reading: { ...sound.reading, ...answers, kmsContract }, kms })
      return links.find(({ id }) => id === 'image')!
    }
    const untold = image(own, null)
    expect(untold.note).toContain(`The KMS contract ${own}, which the API names, allows this OS image`)
    expect(untold.compared[1]!.expectedFrom).toContain(`KMS contract ${own}, named by the API`)

    const told = image(own, [genuine])
    expect(told.state).toBe('unknown')
    expect(told.note).toBe(
      `The KMS contract ${own}, which the API names, is none of those that --kms-contract names, so what it allows says nothing.`,
    )
    expect(image(genuine.toUpperCase().replace('0X', '0x'), [own, genuine])).toMatchObject({
      state: 'holds',
      note: expect.stringContaining(`The KMS contract ${genuine}, which --kms-contract names, allows this OS image`),
    })

    // Nobody was asked where nobody is named, unless exactly one is trusted.
    for (const trusted of [null, [own, genuine]])
      expect(image(null, trusted)).toMatchObject({
        state: 'unknown',
        note: 'No KMS contract is named, so none was asked whether it allows this OS image.',
      })
    expect(image(null, [genuine]).state).toBe('holds')
  })

  test('collateral that is out of date, or not yet in date, makes the quote fail', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    for (const days of [-3, 40]) {
      const { quote, tcb } = measured(file, rootDer, Date.now() + days * 86_400_000)
      expect([quote.state, tcb.state]).toEqual(['fails', 'unknown'])
    }
  })

  test('a quote whose collateral is merely out of date says that nothing else is wrong with it', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    for (const days of [-3, 40]) {
      const at = Date.now() + days * 86_400_000
      const { isOutOfDate, isYetToCome, quote } = measured(file, rootDer, at)
      expect(isYetToCome).toBe(days < 0)
      expect(isOutOfDate).toBe(true)
      expect(quote.note).toContain('Nothing else is wrong: for ')
      const forged = { ...file, quote: flipped(file.quote as string, 700) }
      expect(measured(forged, rootDer, at)).toMatchObject({ isOutOfDate: false, quote: { state: 'fails' } })
    }
    expect(measured(file, rootDer).isOutOfDate).toBe(false)
  })

  test('a server does not choose the time that its collateral is in date at', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    const now = Date.now()
    const days = (count: number) => now + count * 86_400_000
    const by = (local: number, server: number) => measured(file, rootDer, local, server)
    for (const [local, server] of [
      [days(40), now],
      [now, days(40)],
      [now, days(-3)],
    ] as const) {
      const { quote, tcb, registers, isOutOfDate } = by(local, server)
      expect([quote.state, tcb.state, registers.state, isOutOfDate]).toEqual(['unknown', 'unknown', 'unknown', false])
      for (const at of [local, server]) expect(quote.note).toContain(momentText(at))
    }
    const both = by(now, days(5))
    expect(both.quote).toMatchObject({ state: 'holds', note: expect.stringContaining(momentText(days(5))) })
    expect(both.judgedAt).toEqual({ local: now, server: days(5) })
    expect(by(days(40), days(60))).toMatchObject({ isOutOfDate: true, quote: { state: 'fails' } })
    const forged = measured({ ...file, quote: flipped(file.quote as string, 700) }, rootDer, days(40), now)
    expect(forged.quote.state).toBe('fails')
    // Hours are what clocks may differ by: then the server’s counts.
    const { issueDate } = JSON.parse((file.collateral as { tcb_info: string }).tcb_info) as { issueDate: string }
    const issued = Date.parse(issueDate)
    expect(by(issued - 3_600_000, issued + 3_600_000).quote.state).toBe('holds')
  })

  test('collateral without the root’s revocation list leaves the quote unknown', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    const facts = measured({ ...file, collateral: { ...(file.collateral as object), root_ca_crl: null } }, rootDer)
    expect([facts.quote.state, facts.debug.state, facts.registers.state, facts.file.state]).toEqual(Array(4).fill('unknown'))
  })

  test('a quote that was changed fails without any collateral as well', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    const quote = Buffer.from(file.quote as string, 'hex')
    for (const at of [60, 400, 700, 800, 1200, 2000]) {
      const changed = Buffer.from(quote)
      changed[at]! ^= 1
      expect(measured({ ...file, quote: changed.toString('hex'), collateral: null }, rootDer).quote.state, String(at)).toBe('fails')
    }
    expect(measured({ ...file, collateral: null }, rootDer).quote.state).toBe('unknown')
  })

  test('a stored instance id that is missing is unknown, and the measured one is offered', async () => {
    const chain = await chainOf(named.missingInstanceId!)
    expect(states(chain)).toEqual({ ...all('holds'), allowed: 'not-applicable', instance: 'unknown' })
    expect(chain.find(({ id }) => id === 'instance')!.compared[0]!.measured).toMatch(/^[0-9a-f]{40}$/)
  })

  test('the hash that an update asked for counts beside the reported one', async () => {
    const { file, rootDer } = await bundleFileOf(client, named.centralKms!)
    const { claims } = readSound(file)
    const facts = measured(file, rootDer)
    const ask = (askedHash: string) => stateOf(prove(facts, { ...claims, askedHash } satisfies CvmClaims, none), 'hash')
    expect(ask(claims.composeHash!)).toBe('holds')
    expect(ask('0'.repeat(64))).toBe('fails')
  })
})

const none: ChainWord = { from: 'none', why: 'Not asked.' }

test('the evidence follows an update and the device that a CVM runs on', async () => {
  const id = named.centralKms!
  const before = (await client.call('GET', `/sandbox/cvms/${id}/evidence`)).body
  await client.call('POST', '/sandbox/reset', { body: { applySeconds: 1 } })
  const file = (await client.api('GET', `/cvms/${id}/compose_file`)).body as { docker_compose_file: string }
  const answer = await client.api('PATCH', `/cvms/${id}`, { body: { docker_compose_file: `${file.docker_compose_file}\n# changed\n` } })
  expect(answer.status).toBe(202)
  await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 5 } })
  const { file: after, rootDer } = await bundleFileOf(client, id)
  const bundle = readSound(after)
  expect(bundle.evidence.appCompose).not.toBe(before.app_compose)
  const links = prove(measured(after, rootDer, Date.now() + 5000), bundle.claims, none)
  expect(verdictOf(links)).toBe('holds')
  // The old evidence speaks of the old file.
  const { evidence } = readSound({ ...after, ...before })
  const old = measure(evidence, { at: Date.now(), sandboxRootDer: rootDer }) as Measured
  expect(stateOf(prove(old, bundle.claims, none), 'hash')).toBe('fails')
})

describe('a bundle', () => {
  test('comes back from its file as it was written', async () => {
    const { file } = await bundleFileOf(client, named.onchainEoa!)
    const judged = [null, { local: '2026-01-01T00:00:07.000Z', server: null }, { local: 'no time' }]
    for (const judgedAt of [...judged, { local: '2026-01-01T00:00:07.000Z', server: '2026-01-01T00:00:00.000Z' }]) {
      const bundle = readSound({ ...file, judgedAt })
      const again = readBundle(writeBundle(bundle, Date.parse('2026-01-01T00:00:00Z')))
      expect(again).toEqual(bundle)
    }
  })

  test('that was saved while the chain could not be read still names the contracts that can be asked', async () => {
    const { file } = await bundleFileOf(client, named.onchainEoa!)
    const sound = readSound(file)
    const unread = readSound(JSON.parse(writeBundle({ ...sound, recorded: null }, 0)))
    expect(unread.contracts).toEqual(sound.contracts)
    expect(unread.contracts).toMatchObject({ chainId: 31337, appContract: `0x${sound.claims.appId}` })
    expect(unread.recorded).toBe(null)
    // No chain is named by what is no number: the first of all chains least of all.
    const chain = { ...(file.chain as object), chainId: null }
    expect(readSound({ ...file, chain })).toMatchObject({ contracts: null, recorded: null })
  })

  test('names the time that it was made for: its server’s, else its computer’s, else when it was saved', () => {
    const [local, server, saved] = [5_000, 3_000, 9_000]
    const checkedAt = new Date(saved).toISOString()
    expect(ownTime({ judgedAt: { local, server }, checkedAt })).toBe(server)
    expect(ownTime({ judgedAt: { local, server: null }, checkedAt })).toBe(local)
    expect(ownTime({ judgedAt: null, checkedAt })).toBe(saved)
    expect(ownTime({ judgedAt: null, checkedAt: 'yesterday' })).toBe(null)
    expect(ownTime({ judgedAt: null, checkedAt: null })).toBe(null)
  })

  test.each([
    '',
    '[',
    '7',
    '{}',
    '{"quote":"zz"}',
    '{"quote":"abc"}',
    '{"quote":"00","collateral":{}}',
    '{"format":"other/1","quote":"00"}',
  ])('that is %j is unreadable', (text) => expect(readBundle(text)).toHaveProperty('unreadable'))

  test('with a quote that is none is unreadable', () => {
    expect(measure(readSound({ quote: '00'.repeat(900) }).evidence, { at: 0, sandboxRootDer: null })).toHaveProperty('unreadable')
  })
})
