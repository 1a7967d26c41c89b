import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { expect } from 'vitest'
import { App } from '../App.tsx'
import { router } from '../router.ts'
import { currentSession, replaceSession } from '../session.ts'

/** Shows the page at this address in a session of its own, as soon as it has a heading. */
export async function showApp(path: string) {
  cleanup()
  currentSession.set(replaceSession({ isSignedIn: true }))
  window.history.pushState({}, '', path)
  render(<App />)
  await router.load()
  await waitFor(() => expect(screen.queryByRole('heading', { level: 1 })).not.toBeNull(), { timeout: 30_000 })
}

/** Waits until nothing is asked any more, and every part that loads by itself is there. */
export async function settledApp() {
  await waitFor(() => expect(screen.queryAllByRole('region').length).toBeGreaterThan(1), { timeout: 30_000 })
  let quietLooks = 0
  await waitFor(
    () => {
      const isQuiet = currentSession.snapshot().queryClient.isFetching() === 0 && document.querySelector('[aria-busy=true]') === null
      quietLooks = isQuiet ? quietLooks + 1 : 0
      expect(quietLooks).toBeGreaterThan(3)
    },
    { timeout: 30_000, interval: 25 },
  )
}
