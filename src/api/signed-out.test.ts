import { afterEach, expect, test, vi } from 'vitest'
import { pageSession } from './session/page-session.ts'
import { sessionChanged } from './session/session-changed.ts'
import { signedOut } from './signed-out.ts'

afterEach(() => signedOut.end())

test('whoever waits for a key goes on when one is accepted', async () => {
  signedOut.report(performance.now())
  const goesOn = vi.fn()
  const waiting = signedOut.untilKeyAccepted().then(goesOn)
  await Promise.resolve()
  expect(goesOn).not.toHaveBeenCalled()
  signedOut.end()
  await waiting
  expect(signedOut.snapshot()).toBe(false)
})

test('a key alone does not go on while the session is somebody else’s', async () => {
  pageSession.speakFor('mark-a')
  signedOut.report(performance.now())
  sessionChanged.report('mark-a')
  const goesOn = vi.fn()
  const waiting = signedOut.untilKeyAccepted().then(goesOn)
  signedOut.end()
  await new Promise((resolve) => setTimeout(resolve))
  expect(goesOn).not.toHaveBeenCalled()
  sessionChanged.end()
  await waiting
  expect(goesOn).toHaveBeenCalledOnce()
})

test('with a key that is accepted nobody waits', async () => {
  await expect(signedOut.untilKeyAccepted()).resolves.toBeUndefined()
})

test('a late refusal of the old key says nothing about the new one', () => {
  const sentWithOldKey = performance.now()
  signedOut.report(sentWithOldKey)
  signedOut.end()
  signedOut.report(sentWithOldKey)
  expect(signedOut.snapshot()).toBe(false)
})
