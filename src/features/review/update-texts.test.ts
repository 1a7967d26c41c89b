import { describe, expect, test } from 'vitest'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { headlineOf, isStopped, stepTitles, tabOf } from './update-texts.ts'

const ticket = { composeHash: 'a'.repeat(64), redeploys: null }
/** A state as far as its words go. */
const state = (step: UpdateState['step'], more: object = {}) => ({ step, ticket, verdict: null, ...more }) as unknown as UpdateState
const mismatch = { verdict: { kind: 'mismatch', ours: 'b'.repeat(64), leftOut: null } }

describe('a hash that is proven wrong', () => {
  test.each(['hashRequired', 'externalApproval', 'wallet', 'txPending', 'registered'] as const)('is the headline while %s', (step) => {
    expect(isStopped(state(step, mismatch))).toBe(true)
    expect(headlineOf(state(step, mismatch))).toBe('Stop: the hash is not what your edits lead to.')
    expect(tabOf(state(step, mismatch))).toEqual({ words: 'Stop', icon: 'stop' })
  })

  test('of a revision is told as such', () => {
    expect(headlineOf(state('hashRequired', { ...mismatch, ticket: { ...ticket, redeploys: { id: '1' } } }))).toBe(
      'Stop: the hash is not the one of the revision.',
    )
  })
})

describe('the tab', () => {
  test('says nothing of its own before anything is sent', () => {
    expect(tabOf(state('draft'))).toBeNull()
    expect(tabOf(state('reviewing'))).toBeNull()
    expect(headlineOf(state('reviewing'))).toBeNull()
  })

  test('follows every step of an update that was sent', () => {
    for (const step of Object.keys(stepTitles) as UpdateState['step'][]) {
      if (step === 'draft' || step === 'reviewing') continue
      expect(tabOf(state(step, { outcomes: [] })), step).toMatchObject({ words: expect.stringMatching(/^[A-Z]/) })
    }
  })

  test.each([
    ['registered', { device: 'refused' }],
    ['registered', { device: 'unread' }],
    ['confirming', { gaveUp: true }],
  ] as const)('says that a person has to decide while %s with %o', (step, more) => {
    expect(tabOf(state(step, more))).toEqual({ words: 'Your decision is needed', icon: 'waiting' })
  })

  test('is busy while nobody has to decide', () => {
    for (const device of ['refused', 'unread'])
      expect(tabOf(state('registered', { device, goesOnWithoutDevice: true })), 'somebody decided').toEqual({
        words: 'Confirming',
        icon: 'busy',
      })
    for (const device of [null, 'allowed', 'ungated']) expect(tabOf(state('registered', { device }))?.icon).toBe('busy')
    expect(tabOf(state('confirming'))?.icon).toBe('busy')
    expect(headlineOf(state('confirming'))).toBe('Confirming the registration with Phala Cloud.')
    expect(headlineOf(state('confirming', { gaveUp: true }))).toBe('The update was not confirmed. Your decision is needed.')
  })

  test('does not call an update done that did not bring what was asked for', () => {
    expect(tabOf(state('done', { outcomes: [{ matches: true }] }))).toEqual({ words: 'Done', icon: 'done' })
    expect(tabOf(state('done', { outcomes: [{ matches: true }, { matches: false }] }))?.icon).toBe('stop')
  })
})
