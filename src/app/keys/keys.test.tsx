// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { router } from '@/app/router.ts'
import { showApp } from '@/app/testing/show-app.tsx'
import { appBeforeSandbox } from '../../../sandbox/testing/app-before-sandbox.ts'

const restarts: string[] = []
const page = appBeforeSandbox({
  through: ({ method, url, send }) => {
    if (method === 'POST' && url.pathname.endsWith('/restart')) restarts.push(url.pathname)
    return send()
  },
})
// jsdom has no layout, so nothing scrolls.
Element.prototype.scrollTo = () => {}

const slowly = { timeout: 30_000 }

const press = (key: string, on: Element = document.activeElement ?? document.body) => fireEvent.keyDown(on, { key })
const path = () => router.state.location.pathname
const arrives = (where: string) => waitFor(() => expect(path()).toBe(where), slowly)
const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, slowly)
const dialog = (name: string | RegExp) => screen.findByRole('dialog', { name }, slowly)

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

test('a key means the page that it was pressed on, however late its code comes', async () => {
  const id = page.client.info.cvms['centralKms']!
  await showApp(`/cvms/${id}`)
  const other = `/cvms/${page.client.info.cvms['onchainEoa']!}`
  press('e')
  await act(() => router.navigate({ to: other }))
  press('?') // their code is there once this opens
  await dialog('Keyboard shortcuts')
  expect(path()).toBe(other)
})

test('on a CVM e edits; on its form r leads to what its button leads to, first the mistake and then the review, and a field keeps every key; g c leads back', async () => {
  const id = page.client.info.cvms['centralKms']!
  await showApp(`/cvms/${id}`)
  press('e')
  await arrives(`/cvms/${id}/edit`)
  const field = await screen.findByRole('textbox', { name: 'vCPU' }, slowly)
  field.focus()
  press('g')
  press('f')
  press('r')
  fireEvent.change(field, { target: { value: '0' } })
  // As after a press beside the field.
  act(() => field.blur())
  press('r')
  await waitFor(() => expect(document.activeElement).toBe(field), slowly)
  expect(path()).toBe(`/cvms/${id}/edit`)
  expect(screen.getByRole('button', { name: '1 field to fix' })).not.toBeNull()
  fireEvent.change(field, { target: { value: '6' } })
  act(() => field.blur())
  press('r')
  await arrives(`/cvms/${id}/update`)
  press('g')
  press('c')
  await arrives(`/cvms/${id}`)
})

test('the list of keys opens by ?, is quiet behind itself, and switches single keys off for this browser', async () => {
  await showApp('/unfinished')
  press('?')
  const list = await dialog('Keyboard shortcuts')
  expect(within(list).getByText('Fleet')).not.toBeNull()
  press('g')
  press('h')
  expect(path()).toBe('/unfinished')
  const toggle = within(list).getByRole('switch', { name: 'Single-key shortcuts' })
  fireEvent.click(toggle)
  expect(localStorage.getItem('cvm-console/single-keys')).toBe('off')
  fireEvent.click(within(list).getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), slowly)
  press('?', document.body)
  press('g', document.body)
  press('h', document.body)

  // The way back to the switch needs a modifier.
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  const search = within(await dialog('Search'))
  fireEvent.change(search.getByRole('combobox'), { target: { value: 'keyb' } })
  fireEvent.click(await search.findByRole('option', { name: 'Keyboard shortcuts' }, slowly))
  fireEvent.click(within(await dialog('Keyboard shortcuts')).getByRole('switch', { name: 'Single-key shortcuts' }))
  expect(localStorage.getItem('cvm-console/single-keys')).toBeNull()
  expect(path()).toBe('/unfinished')
})

test('the search restarts the CVM that is open, after the question on its page, once', async () => {
  const id = page.client.info.cvms['centralKms']!
  await showApp(`/cvms/${id}/edit`)
  await screen.findByRole('textbox', { name: 'vCPU' }, slowly)
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  fireEvent.click(await within(await dialog('Search')).findByRole('option', { name: 'Restart' }, slowly))
  const question = await dialog(/^Restart /)
  expect(path()).toBe(`/cvms/${id}`)
  await waitFor(() => expect(router.state.location.state).not.toHaveProperty('asks'), slowly)
  fireEvent.click(within(question).getByRole('button', { name: /^Restart/ }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), slowly)
  await waitFor(() => expect(restarts).toHaveLength(1), slowly)
  press('g')
  press('h')
  await arrives('/history')
  await act(async () => router.history.back())
  await arrives(`/cvms/${id}`)
  await heading('storefront-api')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(restarts).toHaveLength(1)
})

test('what was opened before is remembered in this browser, and offered first after a reload', async () => {
  const id = page.client.info.cvms['centralKms']!
  await showApp(`/cvms/${id}`)
  press('g')
  await waitFor(() => expect(Object.keys(localStorage).some((key) => key.startsWith('cvm-console/opened/'))).toBe(true), slowly)
  await showApp('/history')
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  const group = await within(await dialog('Search')).findByRole('group', { name: 'Recently opened' }, slowly)
  expect(within(group).getAllByRole('option')).toHaveLength(1)
})
