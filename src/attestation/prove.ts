import type { ChainReading } from '@/domain/chain-reading.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { apiSources, type ClaimSources } from './claim-sources.ts'
import type { ChainWord, CvmClaims } from './claims.ts'
import { saysNoContract } from './key-servers.ts'
import { type Compared, fails, type Finding, holds, type Link, type LinkState, onlyOfGenuine, unknown } from './links.ts'
import type { Measured } from './measure.ts'

/**
 * The whole chain, link by link in reading order: what was measured, held against what the API and the contracts say. Pure and quick; the
 * slow part is `measure`. A link holds only if it was checked. `sources` says whose word the claims are.
 */
export function prove(measured: Measured, claims: CvmClaims, chain: ChainWord, sources: ClaimSources = apiSources): Link[] {
  const { facts, registers, quote } = measured
  const hasNoContract = registers.state === 'holds' && saysNoContract(measured.root, facts, measured.manifest)
  const contract = contractWord(chain, measured, hasNoContract)
  // What a log says that no register confirms is said by nobody.
  const ofLog = (finding: Finding) => onlyOfLog(finding, registers)
  const links: Link[] = [
    { id: 'quote', ...quote },
    { id: 'tcb', ...measured.tcb },
    { id: 'debug', ...measured.debug },
    { id: 'registers', ...registers },
    { id: 'file', ...measured.file },
    { id: 'hash', ...ofLog(hashLink(measured, claims, sources)) },
    { id: 'allowed', ...ofLog(allowedLink(measured, contract)) },
    { id: 'app', ...ofLog(appLink(measured, claims, chain, sources)) },
    { id: 'instance', ...ofLog(instanceLink(measured, claims, sources)) },
    { id: 'device', ...onlyOfGenuine(deviceLink(measured, claims, contract, sources), quote) },
    { id: 'image', ...ofLog(imageLink(measured, claims, contract, chain, sources)) },
    { id: 'keys', ...ofLog(keysLink(measured)) },
  ]
  // What nobody could read holds nothing, and lacks nothing either.
  return facts
    ? links
    : links.map((link) =>
        isOfLog(link) ? { ...link, note: 'There is no event log that can be read, so what was measured is not known.' } : link,
      )
}

/** Only what a log told could have decided this link. */
const isOfLog = ({ id, state }: Link) => state === 'unknown' && ofLogAlone.has(id)
const ofLogAlone = new Set<Link['id']>(['hash', 'allowed', 'app', 'instance', 'image', 'keys'])

/** What there is to ask of a contract: nothing, since there is none; an answer; or no answer, and why. */
type ContractWord =
  | { has: 'no-contract' }
  | { has: 'answer'; reading: ChainReading }
  | { has: 'wrong-contract'; reading: ChainReading; appId: string }
  | { has: 'no-answer'; why: string; recorded: ChainReading | null }

/** An answer counts only of the contract that the measured app id names: whichever else was asked, somebody else chose it. */
function contractWord(chain: ChainWord, { facts, registers }: Measured, hasNoContract: boolean): ContractWord {
  if (hasNoContract) return { has: 'no-contract' }
  if (chain.from === 'none') return { has: 'no-answer', why: chain.why, recorded: null }
  const { reading } = chain
  const appId = facts?.appId ?? null
  if (appId !== null && reading.appContract !== `0x${appId}`) return { has: 'wrong-contract', reading, appId }
  if (appId === null || registers.state !== 'holds')
    return { has: 'no-answer', why: 'Nothing that was measured names the app, so no contract is known to be its own.', recorded: null }
  // The address of an app may be anybody's on another chain than its own.
  if (chain.kms.isOnOtherChain) {
    const where = networkTitle(reading.chainId)
    const why = `The KMS contracts that ${chain.kms.distrustedBy} names are on other chains than ${where}, so what is there says nothing.`
    return { has: 'no-answer', why, recorded: null }
  }
  if (chain.from === 'recorded')
    return { has: 'no-answer', why: `The chain was not asked now. As recorded at block ${reading.block}:`, recorded: reading }
  if (!reading.hasCode)
    return { has: 'no-answer', why: `On ${networkTitle(reading.chainId)} there is no contract at the address of this app.`, recorded: null }
  return { has: 'answer', reading }
}

const noContract: Finding = {
  state: 'not-applicable',
  compared: [],
  note: 'What was measured names a key server without a contract, so no contract has a say.',
}

/** Joins what several comparisons came to: any that fails decides, then any that could not be made. */
function join(compared: Compared[], parts: { state: LinkState; note: string }[]): Finding {
  const state = (['fails', 'unknown'] as const).find((one) => parts.some((part) => part.state === one)) ?? 'holds'
  const told = parts.filter((part) => part.state === state || (state === 'holds' && part.state === 'not-applicable'))
  return { state, compared, note: [...new Set(told.map(({ note }) => note))].join(' ') }
}

/** Two values that ought to be the same. */
function same({ measured, expected }: Compared, what: string, from: string): { state: LinkState; note: string } {
  if (measured === null) return { state: 'unknown', note: `The event log holds no ${what}.` }
  if (expected === null) return { state: 'unknown', note: `There is no ${from} to compare with.` }
  return measured === expected
    ? { state: 'holds', note: `The measured ${what} is the ${from}.` }
    : { state: 'fails', note: `The measured ${what} differs from the ${from}.` }
}

function hashLink({ facts }: Measured, claims: CvmClaims, sources: ClaimSources): Finding {
  const measured = { measured: facts?.composeHash ?? null, measuredFrom: 'compose-hash event' }
  const reported = { ...measured, expected: claims.composeHash, expectedFrom: sources.composeHash.from }
  const parts = [same(reported, 'compose hash', sources.composeHash.one)]
  if (claims.askedHash === null) return join([reported], parts)
  const asked = { ...measured, expected: claims.askedHash, expectedFrom: sources.askedHash.from }
  return join([reported, asked], [...parts, same(asked, 'compose hash', sources.askedHash.one)])
}

function allowedLink({ facts }: Measured, contract: ContractWord): Finding {
  if (contract.has === 'no-contract') return noContract
  const measured = { measured: facts?.composeHash ?? null, measuredFrom: 'compose-hash event' }
  if (facts?.composeHash == null) return unknown('The event log holds no compose hash.')
  return fromContract(contract, measured, {
    answerOf: ({ composeHashAllowed }) => composeHashAllowed,
    yes: 'The app contract allows this compose hash',
    no: 'The app contract does not allow this compose hash',
  })
}

/** What is asked of a contract. `asked` says which one, where that is not the app's own. */
interface ContractQuestion {
  answerOf: (reading: ChainReading) => boolean | null
  yes: string
  no: string
  asked?: string
}

/** One question to the contract. An answer counts; what is merely recorded is shown and stays unknown. */
function fromContract(
  contract: Exclude<ContractWord, { has: 'no-contract' }>,
  measured: Pick<Compared, 'measured' | 'measuredFrom'>,
  { answerOf, yes, no, asked }: ContractQuestion,
): Finding {
  const compare = (reading: ChainReading, how: string): Compared => ({
    ...measured,
    expected: { true: 'allowed', false: 'not allowed', null: null }[String(answerOf(reading)) as 'true' | 'false' | 'null'],
    expectedFrom: `${how} ${networkTitle(reading.chainId)} at block ${reading.block}${asked === undefined ? '' : `, ${asked}`}`,
  })
  if (contract.has === 'wrong-contract') {
    return fails('The contract that is named is not the one of the measured app.', [
      {
        measured: `0x${contract.appId}`,
        measuredFrom: 'app-id event',
        expected: contract.reading.appContract,
        expectedFrom: 'named app contract',
      },
    ])
  }
  if (contract.has === 'answer') {
    const answer = answerOf(contract.reading)
    const compared = [compare(contract.reading, 'read from')]
    const at = ` (read at block ${contract.reading.block}).`
    if (answer === null) return unknown('The contract does not answer this question.', compared)
    return answer ? holds(yes + at, compared) : fails(no + at, compared)
  }
  const { recorded, why } = contract
  if (!recorded) return unknown(why)
  const answer = answerOf(recorded)
  const said = answer === null ? 'nothing is recorded.' : `${answer ? yes : no}.`
  return unknown(`${why} ${said} Anybody can write such a record.`, [compare(recorded, 'recorded of')])
}

function appLink({ facts }: Measured, claims: CvmClaims, chain: ChainWord, sources: ClaimSources): Finding {
  const measured = { measured: facts?.appId ?? null, measuredFrom: 'app-id event' }
  const reported = { ...measured, expected: claims.appId, expectedFrom: sources.appId.from }
  const parts = [same(reported, 'app id', sources.appId.one)]
  if (chain.from === 'none') return join([reported], parts)
  const contract = { ...measured, expected: chain.reading.appContract.slice(2), expectedFrom: 'address of the app contract' }
  return join([reported, contract], [...parts, same(contract, 'app id', 'address of the app contract')])
}

function instanceLink({ facts, manifest }: Measured, claims: CvmClaims, sources: ClaimSources): Finding {
  if (manifest?.hasNoInstanceId === true) {
    return { state: 'not-applicable', compared: [], note: 'The measured file says that this CVM has no instance id.' }
  }
  const compared: Compared = {
    measured: facts?.instanceId ?? null,
    measuredFrom: 'instance-id event',
    expected: claims.instanceId,
    expectedFrom: sources.instanceId.from,
  }
  if (compared.measured !== null && compared.expected === null)
    return unknown('No instance id is stored for this CVM. The measured one is the one to store.', [compared])
  return join([compared], [same(compared, 'instance id', sources.instanceId.one)])
}

function deviceLink({ deviceId, quote }: Measured, claims: CvmClaims, contract: ContractWord, sources: ClaimSources): Finding {
  if (deviceId === null) {
    return unknown(
      quote.state === 'holds'
        ? 'The certificate of the machine does not tell a device id.'
        : 'The quote is not known to hold, so neither is which machine it is of.',
    )
  }
  const measured = { measured: deviceId, measuredFrom: 'SHA-256 of the PPID in the machine’s certificate' }
  const reported: Compared[] =
    claims.deviceIds.length === 0
      ? []
      : [
          {
            ...measured,
            expected: claims.deviceIds.includes(deviceId) ? deviceId : claims.deviceIds.join(', '),
            expectedFrom: sources.deviceIds.from,
          },
        ]
  const isReported = claims.deviceIds.includes(deviceId)
  const byApi =
    reported.length === 0
      ? null
      : isReported
        ? { state: 'holds' as const, note: `The machine is the ${sources.deviceIds.one}.` }
        : { state: 'fails' as const, note: `The machine is not the ${sources.deviceIds.one}.` }
  if (contract.has === 'no-contract') {
    return join(reported, [byApi ?? { state: 'unknown', note: 'No device is reported to compare with.' }])
  }
  const byContract = fromContract(contract, measured, {
    answerOf: ({ anyDeviceAllowed, deviceAllowed }) => (anyDeviceAllowed === true ? true : deviceAllowed),
    yes: 'The app contract allows this device',
    no: 'The app contract does not allow this device',
  })
  return join([...reported, ...byContract.compared], [...(byApi ? [byApi] : []), byContract])
}

function imageLink({ facts }: Measured, claims: CvmClaims, contract: ContractWord, chain: ChainWord, sources: ClaimSources): Finding {
  const measured = { measured: facts?.osImageHash ?? null, measuredFrom: 'os-image-hash event' }
  const reported = { ...measured, expected: claims.osImageHash, expectedFrom: sources.osImageHash.from }
  const byApi = same(reported, 'OS image hash', sources.osImageHash.one)
  if (contract.has === 'no-contract' || measured.measured === null) return join([reported], [byApi])
  const byContract = fromKms(contract, measured, chain)
  return join([reported, ...byContract.compared], [byApi, byContract])
}

/** Who allows OS images is named by nobody who is measured: the answer says which contract gave it, and who named that one. */
function fromKms(
  contract: Exclude<ContractWord, { has: 'no-contract' }>,
  measured: Pick<Compared, 'measured' | 'measuredFrom'>,
  chain: ChainWord,
): Finding {
  const reading = contract.has === 'no-answer' ? contract.recorded : contract.reading
  if (chain.from === 'none' || !reading || contract.has === 'wrong-contract')
    return fromContract(contract, measured, { answerOf: () => null, yes: '', no: '' })
  if (reading.kmsContract === null) return unknown('No KMS contract is named, so none was asked whether it allows this OS image.')
  const { namedBy, distrustedBy } = chain.kms
  const which = `KMS contract ${reading.kmsContract}, which ${namedBy} names,`
  const finding = fromContract(contract, measured, {
    answerOf: ({ osImageAllowed }) => osImageAllowed,
    yes: `The ${which} allows this OS image`,
    no: `The ${which} does not allow this OS image`,
    asked: `KMS contract ${reading.kmsContract}, named by ${namedBy}`,
  })
  if (distrustedBy === null) return finding
  return unknown(`The ${which} is none of those that ${distrustedBy} names, so what it allows says nothing.`, finding.compared)
}

function keysLink({ facts, manifest }: Measured): Finding {
  const provider = facts?.keyProvider ?? null
  if (!provider) return unknown('The event log does not say where the keys come from.')
  const measured = provider.id === '' ? provider.name : `${provider.name} ${provider.id}`
  const compare = (expected: string | null): Compared[] => [
    { measured, measuredFrom: 'key-provider event', expected, expectedFrom: 'measured file' },
  ]
  if (!manifest) return unknown('Which key provider was asked for is written in the file, which is not confirmed.', compare(null))
  const wanted = manifest.keyProvider ?? (manifest.kmsEnabled === null ? null : manifest.kmsEnabled ? 'kms' : 'none or local')
  if (wanted === null) return unknown('The file does not say where its keys come from.', compare(null))
  const isWanted = wanted === 'none or local' ? provider.name !== 'kms' : wanted === provider.name || provider.name.startsWith(`${wanted}-`)
  if (!isWanted) return fails('The keys came from elsewhere than the file says.', compare(wanted))
  if (manifest.keyProviderId !== null && manifest.keyProviderId.toLowerCase() !== provider.id.toLowerCase())
    return fails('The keys came from another key server than the file names.', compare(`${wanted} ${manifest.keyProviderId}`))
  return holds(
    'The keys came from where the file says.',
    compare(manifest.keyProviderId === null ? wanted : `${wanted} ${manifest.keyProviderId}`),
  )
}

function onlyOfLog(finding: Finding, registers: Finding): Finding {
  if (registers.state === 'holds' || finding.state === 'fails' || finding.state === 'unknown') return finding
  return { ...finding, state: 'unknown', note: `${finding.note} But the registers do not confirm the log that says so.` }
}
