import { describe, expect, it } from 'vitest'
import type { AppContractFacts } from '@/chain/app-contract.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { preflight, type PreflightFacts } from './preflight.ts'

const appId = 'a1'.repeat(20)
const owner: Hex = `0x${'0a'.repeat(20)}`
const other: Hex = `0x${'0b'.repeat(20)}`

const contract: AppContractFacts = {
  hasCode: true,
  owner: { address: owner, kind: 'account' },
  composeHashAllowed: false,
  deviceAllowed: true,
  allowAnyDevice: false,
  pendingOwner: null,
  requiresTcbUpToDate: null,
  accountBalanceWei: null,
}

const ready: PreflightFacts = {
  ticket: { appId, appContract: `0x${appId}`, kmsContract: `0x${'cc'.repeat(20)}`, chainId: 31337 },
  isChainOffered: true,
  isChainUnreachable: false,
  contract,
  simulation: { ok: true, gas: 50_000n, feeWei: 1n },
  wallet: { account: owner, chainId: 31337 },
  allowingTransaction: 'looking',
}

const reasonFor = (changes: Partial<PreflightFacts>) => {
  const verdict = preflight({ ...ready, ...changes })
  return verdict.canSign ? 'can sign' : verdict.reason
}
const reasonForContract = (changes: Partial<AppContractFacts>) => reasonFor({ contract: { ...contract, ...changes } })

describe('preflight', () => {
  it('lets the owner sign on the right chain once the call was tried out', () => {
    expect(reasonFor({})).toBe('can sign')
  })

  it('compares addresses as bytes, whatever their case', () => {
    expect(reasonFor({ wallet: { account: `0x${'0A'.repeat(20)}`, chainId: 31337 } })).toBe('can sign')
  })

  it('takes an account with borrowed code for the account that it is', () => {
    expect(reasonForContract({ owner: { address: owner, kind: 'delegated-account' } })).toBe('can sign')
  })

  it('never asks to sign for the KMS contract', () => {
    expect(reasonFor({ ticket: { ...ready.ticket, kmsContract: `0x${appId.toUpperCase()}` } })).toBe('kms-contract')
  })

  it('never guesses at a contract that is not the app id’s own', () => {
    expect(reasonFor({ ticket: { ...ready.ticket, appContract: other } })).toBe('not-the-app-contract')
  })

  it('lets nobody sign what the change that came along contradicts, whatever the chain says, or before that was read', () => {
    expect(reasonFor({ isContradicted: true })).toBe('contradicted')
    expect(reasonFor({ isContradicted: true, contract: { ...contract, composeHashAllowed: true } })).toBe('contradicted')
    expect(reasonFor({ isContradicted: true, isChainUnreachable: true })).toBe('contradicted')
    expect(reasonFor({ isContradicted: null })).toBe('checking')
    expect(reasonFor({ isContradicted: false })).toBe('can sign')
  })

  it('takes the chain from the ticket alone', () => {
    expect(reasonFor({ isChainOffered: false })).toBe('chain-not-offered')
    expect(reasonFor({ wallet: { account: owner, chainId: 8453 } })).toBe('wrong-chain')
    expect(reasonFor({ wallet: { account: owner, chainId: null } })).toBe('wrong-chain')
  })

  it('asks no wallet while facts are missing', () => {
    expect(reasonFor({ contract: null })).toBe('checking')
    expect(reasonFor({ simulation: null })).toBe('checking')
    expect(reasonFor({ isChainUnreachable: true })).toBe('chain-unreachable')
    expect(reasonFor({ simulation: { ok: false, reason: 'unreachable', detail: '' } })).toBe('chain-unreachable')
  })

  it('stops where a transaction would change nothing', () => {
    expect(reasonForContract({ hasCode: false, owner: null, composeHashAllowed: null })).toBe('no-contract')
    expect(reasonForContract({ composeHashAllowed: null })).toBe('not-an-app-contract')
    expect(reasonForContract({ owner: null })).toBe('not-an-app-contract')
  })

  it('skips the wallet for a hash that is allowed, and re-sends only when no transaction can be found', () => {
    expect(reasonForContract({ composeHashAllowed: true })).toBe('already-allowed')
    expect(reasonFor({ contract: { ...contract, composeHashAllowed: true }, allowingTransaction: 'not-found' })).toBe('can sign')
  })

  it('says who cannot sign in a browser wallet', () => {
    expect(reasonForContract({ owner: { address: owner, kind: 'safe', threshold: 1, owners: [other] } })).toBe('owner-is-contract')
    expect(reasonForContract({ owner: { address: owner, kind: 'contract' } })).toBe('owner-is-contract')
    expect(reasonForContract({ owner: { address: `0x${'00'.repeat(20)}`, kind: 'nobody' } })).toBe('nobody-owns')
  })

  it('wants the owner’s account before anything about chains and funds', () => {
    expect(reasonFor({ wallet: { account: null, chainId: null } })).toBe('not-connected')
    expect(reasonFor({ wallet: { account: other, chainId: 1 } })).toBe('wrong-account')
  })

  it('passes on why the call would fail', () => {
    for (const reason of ['insufficient-funds', 'not-owner', 'reverted', 'no-contract'] as const) {
      expect(reasonFor({ simulation: { ok: false, reason, detail: '' } })).toBe(reason)
    }
  })
})
