// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { router } from '@/app/router.ts'
import { showApp } from '@/app/testing/show-app.tsx'
import { appBeforeSandbox } from '../../../sandbox/testing/app-before-sandbox.ts'

const page = appBeforeSandbox({ through: ({ send }) => send() })
// jsdom has no layout, so nothing scrolls.
Element.prototype.scrollTo = () => {}
Element.prototype.scrollIntoView = () => {}

const slowly = { timeout: 30_000 }

const press = (key: string, on: Element = document.activeElement ?? document.body) => fireEvent.keyDown(on, { key })
const path = () => router.state.location.pathname
const arrives = (where: string) => waitFor(() => expect(path()).toBe(where), slowly)
const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, slowly)

test('keys lead from page to page, the very first press as well', async () => {
  const id = page.client.info.cvms['centralKms']!
  await showApp(`/cvms/${id}`)
  // Their code is not there yet, so both wait for it, in their order.
  press('g')
  press('h')
  await arrives('/history')
  await heading('History')
  press('g')
  press('u')
  await arrives('/unfinished')
  press('g')
  press('f')
  await arrives('/cvms')
})
