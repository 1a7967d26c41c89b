import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

const search = (page: Page) => page.getByRole('combobox', { name: 'Search' })
const option = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name: 'Search' }).getByRole('option', { name })
const active = (page: Page) => page.getByRole('dialog', { name: 'Search' }).getByRole('option', { selected: true })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const said = (page: Page, text: string) => expect(page.getByRole('status').filter({ hasText: text })).toBeVisible()

test('a CVM is found by a part of its name and by a pasted app id, and pages by theirs, without a mouse', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const info = await signedIn(page, sandbox)
  const answer = await fetch(`${baseURL}/api/v1/cvms/${info.cvms.onchainEoa}`, { headers: { 'X-API-Key': info.keys.owner } })
  const { app_id: appId, name: onchainName } = (await answer.json()) as { app_id: string; name: string }
  // The list of CVMs is refused at first, whoever asks for it.
  await sandbox.faults([{ method: 'GET', path: '/api/v1/cvms/paginated', times: 1000, then: { status: 403, body: { detail: 'Not now' } } }])
  await page.goto('/unfinished')
  await expect(heading(page, 'Unfinished')).toBeVisible()

  // Typed on without waiting for the dialog.
  await page.keyboard.press('Control+K')
  await page.keyboard.type('storefront')
  await expect(search(page)).toHaveValue('storefront')
  await expect(page.getByText('The CVMs could not be loaded')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused()
  await sandbox.clearFaults()
  await page.keyboard.press('Enter')
  await expect(active(page)).toHaveText(/^storefront-api\s*Running$/)
  await expect(search(page)).toBeFocused()
  await said(page, '1 result')
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  await page.keyboard.press('Enter')
  await expect(heading(page, 'storefront-api')).toBeFocused()
  await expect(search(page)).toHaveCount(0)

  // As copied from a contract's page.
  await page.keyboard.press('Control+K')
  await expect(active(page)).toHaveText('Edit') // of the CVM that is open
  await page.keyboard.insertText(`0x${appId.toUpperCase()}`)
  await expect(active(page)).toContainText(onchainName)
  await page.keyboard.press('Enter')
  await expect(heading(page, onchainName)).toBeFocused()
  expect(new URL(page.url()).search).toBe('')

  await page.keyboard.press('Control+K')
  await expect(option(page, /^storefront-api/)).toBeVisible() // opened before
  await page.keyboard.press('End')
  await expect(active(page)).toHaveText('Sign out')
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toHaveText('Edit')
  await page.keyboard.type('trust')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/tab=trust$/)

  const edit = page.getByRole('link', { name: 'Edit' })
  await edit.focus()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('no such thing')
  await expect(page.getByText('Nothing found.')).toBeVisible()
  await said(page, '0 results')
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  await page.keyboard.press('Escape')
  await expect(edit).toBeFocused()
  await page.keyboard.press('Control+K')
  await expect(search(page)).toHaveValue('')
  await page.keyboard.press('Control+K')
  await expect(search(page)).toHaveCount(0)
  await expect(edit).toBeFocused()
})

test('over a form with edits nothing is lost: what is typed is searched for, and leaving is asked about first', async ({
  page,
  sandbox,
}) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await typeIntoCompose(page, '\n# mine')
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  const before = await editor.innerText()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('fleet')
  await expect(active(page)).toHaveText('Fleet')
  await page.keyboard.press('Escape')
  await expect(editor).toBeFocused()
  expect(await editor.innerText()).toBe(before)

  const vcpu = page.getByRole('textbox', { name: /vCPU$/ })
  await vcpu.fill('6')
  await page.keyboard.press('Control+K')
  await page.keyboard.type('unfinished')
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Leave this page?' })
  await expect(question).toBeVisible()
  await page.keyboard.press('Control+K') // not over a question
  await expect(search(page)).toHaveCount(0)
  await question.getByRole('button', { name: 'Stay' }).press('Enter')
  await expect(vcpu).toBeFocused()
  await expect(vcpu).toHaveValue('6')
})

test('on a phone the button alone opens it, and it fits', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 375, height: 700 })
  await signedIn(page, sandbox)
  await page.goto('/cvms')
  await page.getByRole('button', { name: 'Search' }).click()
  await search(page).fill('orchestrator')
  await expectNoSidewaysScrolling(page)
  await option(page, /^customer-notification/).click()
  await expect(page.getByRole('heading', { level: 1, name: /^customer-notification/ })).toBeFocused()
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Fleet' })).toBeVisible()
})

test('an input method’s Enter confirms its word and opens nothing, also in the order that Safari has', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.goto('/unfinished')
  await expect(heading(page, 'Unfinished')).toBeVisible()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('storefront')
  await expect(active(page)).toContainText('storefront-api')
  await search(page).evaluate((input) => {
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'storefront' }))
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))
  })
  await expect(search(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(heading(page, 'storefront-api')).toBeFocused()
})
