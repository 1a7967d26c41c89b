import { expect, test } from 'vitest'
import { sampleProof } from '@/features/proof/testing/sample-proof.ts'
import { proofsCsv } from './proofs-csv.ts'
import { proveMany } from './prove-many.ts'
import type { Proved } from './proved.ts'

const unreadable = { unreadable: 'No quote.' }

test('a few at once, each told once, and one that cannot be read keeps no other waiting', async () => {
  const told = new Map<number, Proved>()
  let running = 0
  let most = 0
  const prove = async (item: number) => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    if (item === 4) throw new Error('down')
    return unreadable
  }
  const items = Array.from({ length: 10 }, (_, at) => at)
  await proveMany(items, prove, (item, proved) => told.set(item, proved), new AbortController().signal)
  expect([...told.keys()].toSorted((a, b) => a - b)).toEqual(items)
  expect(most).toBe(3)
  expect(told.get(4)).toMatchObject({ verdict: 'unknown', text: 'The attestation could not be read.' })
  expect(told.get(5)).toMatchObject({ verdict: 'fails', text: 'No quote.' })
})

test('after a stop nothing more is asked for, and nothing is told', async () => {
  const stop = new AbortController()
  const asked: number[] = []
  const told: number[] = []
  await proveMany(
    [1, 2, 3, 4, 5, 6],
    (item) => {
      asked.push(item)
      if (item === 3) stop.abort()
      return Promise.resolve(unreadable)
    },
    (item) => told.push(item),
    stop.signal,
  )
  expect(asked).toEqual([1, 2, 3])
  expect(told).toEqual([])
})

test('of a CVM that is off nothing is said of now', async () => {
  const texts: string[] = []
  const gathered = (isOnline: boolean) => ({
    proof: sampleProof(),
    attestation: { is_online: isOnline },
    issuedAt: null,
    isPast: !isOnline,
    collateral: 'given' as const,
  })
  await proveMany(
    [true, false],
    (isOnline) => Promise.resolve(gathered(isOnline)),
    (_, { text }) => texts.push(text.slice(0, 9)),
    new AbortController().signal,
  )
  expect(texts).toEqual(['What runs', 'What ran '])
})

test('collateral that is merely out of date is told as such, and not as a proof that fails', async () => {
  const told: Proved[] = []
  const old = sampleProof({ states: { quote: 'fails', tcb: 'unknown' }, isOutOfDate: true })
  await proveMany(
    [old],
    (proof) => Promise.resolve({ proof, attestation: { is_online: true }, issuedAt: null, isPast: false, collateral: 'given' as const }),
    (_, proved) => told.push(proved),
    new AbortController().signal,
  )
  expect(told).toEqual([expect.objectContaining({ verdict: 'unknown', tone: 'caution', word: 'out of date', root: null })])
})

test('a root is named only where the quote was found to end in it', async () => {
  const told: Proved[] = []
  const proofs = [
    sampleProof({ isSandboxRoot: true }),
    sampleProof({ states: { file: 'fails' } }),
    sampleProof({ states: { quote: 'fails' } }),
    sampleProof({ states: { quote: 'unknown' }, isSandboxRoot: true }),
  ]
  const attestation = { is_online: true }
  await proveMany(
    proofs,
    (proof) => Promise.resolve({ proof, attestation, issuedAt: null, isPast: false, collateral: 'given' as const }),
    (_, proved) => told.push(proved),
    new AbortController().signal,
  )
  expect(told.map(({ root }) => root)).toEqual(['sandbox', 'intel', null, null])
  const csv = proofsCsv(told.map((proved, at) => ({ cvm: { id: `cvm_${at}`, name: 'web' }, proved })))
  const columns = csv.split('\r\n').map((line) => line.split(',').slice(2, 4))
  expect(columns).toEqual([
    ['"verdict"', '"root"'],
    ['"holds"', '"sandbox'],
    ['"fails"', '"Intel"'],
    ['"fails"', ''],
    ['"unknown"', ''],
    [],
  ])
})
