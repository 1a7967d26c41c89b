// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { SignInPage } from './SignInPage.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const openedOver = (isSecureContext: boolean) => {
  vi.stubGlobal('isSecureContext', isSecureContext)
  const config = { mode: 'sandbox' as const, upstream: 'sandbox', chains: [], sampleKeys: [{ label: 'Owner', key: 'phak_owner' }] }
  render(<SignInPage config={config} onSignedIn={() => Promise.resolve()} />)
}

test('over plain http it says that signing in cannot work and why, and takes no key', async () => {
  openedOver(false)
  expect(await screen.findByText('Signing in cannot work here without https')).toBeTruthy()
  expect(screen.getByText(/accepts the session cookie over https and on localhost only/)).toBeTruthy()
  expect(screen.queryByLabelText('API key')).toBeNull()
  expect(screen.queryByRole('button')).toBeNull()
})

test('over https and on localhost it takes one', () => {
  openedOver(true)
  expect(screen.getByLabelText('API key')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Owner' })).toBeTruthy()
  expect(screen.queryByText(/https/)).toBeNull()
})
