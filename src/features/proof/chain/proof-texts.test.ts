import { expect, test } from 'vitest'
import { type Link, linkIds, type LinkId, type LinkState, verdictOf } from '@/attestation/links.ts'
import { outcomeOf, verdictText } from './proof-texts.ts'

/** A chain that holds but for the links that are named. */
const chain = (states: Partial<Record<LinkId, LinkState>>, isOutOfDate = false, isYetToCome = false) => {
  const links = linkIds.map((id): Link => ({ id, state: states[id] ?? 'holds', compared: [], note: '' }))
  return { links, verdict: verdictOf(links), isOutOfDate, isYetToCome }
}

test('collateral that is merely out of date is told from a broken chain', () => {
  const old = chain({ quote: 'fails', tcb: 'unknown' }, true)
  expect(verdictText(old)).toBe('The collateral is out of date: when it was issued the quote held, and of now nothing is said.')
  expect(outcomeOf(old).tone).toBe('caution')

  const alsoWrong = chain({ quote: 'fails', file: 'fails' }, true)
  expect(verdictText(alsoWrong)).toBe(
    'The chain is broken at “The quote is signed by genuine hardware” and “The file shown is the file that was measured”.',
  )
  expect(outcomeOf(alsoWrong).tone).toBe('stop')
  expect(outcomeOf(chain({ quote: 'fails' })).tone).toBe('stop')
})

test('dates accuse nobody, wherever a proof is shown, and those to come are told from those that passed', () => {
  const states = { quote: 'fails', tcb: 'unknown' } as const
  expect(outcomeOf(chain(states, true))).toEqual({ verdict: 'unknown', tone: 'caution', word: 'out of date' })
  const early = chain(states, true, true)
  expect(outcomeOf(early)).toEqual({ verdict: 'unknown', tone: 'caution', word: 'not yet in date' })
  expect(verdictText(early)).toBe('The collateral is not yet in date: for when it was issued the quote holds, and of now nothing is said.')
  const alsoWrong = outcomeOf(chain({ quote: 'fails', file: 'fails' }, true, true))
  expect(alsoWrong).toEqual({ verdict: 'fails', tone: 'stop', word: 'fails' })
})

test('only what a contract allows was approved by somebody, and only a CVM that is on runs', () => {
  expect(verdictText(chain({}))).toBe('What runs is the file that was approved: every link from the hardware to the file holds.')
  expect(verdictText(chain({}), true)).toBe('What ran was the file that was approved: every link from the hardware to the file holds.')
  for (const isPast of [false, true])
    expect(verdictText(chain({ allowed: 'not-applicable' }), isPast)).toBe(
      'What was measured is the file shown; no contract has a say. Every link that applies holds.',
    )
  expect(outcomeOf(chain({ allowed: 'not-applicable' })).tone).toBe('verified')
})
