// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { showApp } from '@/app/testing/show-app.tsx'
import { appBeforeSandbox } from '../../sandbox/testing/app-before-sandbox.ts'

let accountStatus = 200
appBeforeSandbox({
  through: ({ url, send }) =>
    url.pathname.endsWith('/auth/me') && accountStatus !== 200 ? Promise.resolve(new Response(null, { status: accountStatus })) : send(),
})
const jobs = () => screen.findByRole('list', { name: 'What this console is for' }, { timeout: 30_000 })

test('whose key is no admin’s is told so; where that could not be read, nothing is said and the page itself can be asked', async () => {
  await showApp('/cvms')
  expect((await jobs()).textContent).toContain('Needs the key of a platform admin.')

  accountStatus = 503
  await showApp('/cvms')
  const shown = await jobs()
  expect(shown.textContent).not.toContain('Needs the key')
  expect(shown.textContent).toContain('Preview a refresh')
})
