import type { Locator, Page } from '@playwright/test'
import { appContractOf, parseHash32 } from '@/domain/identifiers.ts'
import { approvalLink } from '@/updates/handover/handover-link.ts'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

/** Presses Tab until the focus is there, where it has to be in sight. */
async function tabTo(page: Page, target: Locator, key = 'Tab') {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key)
    if (!(await target.evaluate((element) => element.matches(':focus')))) continue
    await expect(target, 'what has the focus').toBeInViewport()
    return
  }
  throw new Error(`${key} never reached ${target.toString()}`)
}

test('from signing in to a verified update without a mouse: the focus is always where one would look', async ({ page }) => {
  test.slow()
  await page.goto('/sign-in')
  await tabTo(page, page.getByRole('button', { name: /workspace owner/i }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeFocused()
  await tabTo(page, page.getByLabel('Search by name or id'))
  await page.keyboard.type('storefront')
  await tabTo(page, page.getByRole('link', { name: /^storefront-api/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeFocused()

  // A dialog takes the focus, keeps it, and gives it back to what opened it.
  await tabTo(page, page.getByRole('button', { name: /^Restart$/ }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Restart storefront-api/ })
  await expect(dialog).toBeVisible()
  await expect(dialog.locator(':focus')).toHaveCount(1)
  for (let presses = 0; presses < 6; presses++) {
    await page.keyboard.press('Tab')
    await expect(page.getByRole('main').locator(':focus')).toHaveCount(0)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Restart' })).toBeFocused()

  // So does a menu.
  await tabTo(page, page.getByRole('button', { name: /^More actions$/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^Start/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused()

  await tabTo(page, page.getByRole('link', { name: /^Edit$/ }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Edit storefront-api' })).toBeFocused()
  await tabTo(page, page.getByRole('textbox', { name: /^vCPU$/ }))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('6')
  // On its way through the form Tab leaves the editor and its text alone; once somebody types there, it is the editor's until Escape.
  await tabTo(page, page.getByRole('textbox', { name: /^Compose file$/ }))
  await tabTo(page, page.getByRole('textbox', { name: /vCPU$/ }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Review the update of storefront-api' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: /^Apply and restart$/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  await tabTo(page, page.getByRole('link', { name: /^Open the CVM$/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeFocused()
})

test('single keys lead from the fleet to a review and back, and never into a field', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /workspace owner/i }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeFocused()
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search by name or id')).toBeFocused()
  await page.keyboard.type('storefront-gfe')
  await expect(page.getByLabel('Search by name or id')).toHaveValue('storefront-gfe')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('e')
  await expect(page.getByRole('heading', { level: 1, name: /^Edit / })).toBeFocused()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(keys).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
  await page.getByRole('textbox', { name: 'vCPU' }).fill('6')
  await page.keyboard.press('r') // typed into the field
  await expect(page.getByRole('textbox', { name: /vCPU$/ })).toHaveValue('6r')
  await page.keyboard.press('Backspace')
  await tabTo(page, page.getByRole('button', { name: /^Undo the change of vCPU/ }))
  await page.keyboard.press('r')
  await expect(page.getByRole('heading', { level: 1, name: /^Review the update of / })).toBeFocused()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/\/cvms\/cvm_[^/]+$/)
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeFocused()
})

test('the first Tab offers a way past the menu', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /workspace owner/i }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the page' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('an approval link is signed without a mouse: Escape is a no, and the focus never falls off the page', async ({ page, sandbox }) => {
  const { cvms, keys, chainId } = await sandbox.info()
  const answer = await page.request.get(`/api/v1/cvms/${cvms.onchainEoa}`, { headers: { 'X-API-Key': keys.owner } })
  const appId = ((await answer.json()) as { app_id: string }).app_id
  const ticket = {
    composeHash: parseHash32('ab'.repeat(32))!,
    appId,
    appContract: appContractOf(appId)!, // of the sandbox's own making
    chainId,
    kmsContract: null,
    deviceId: null,
    issuedAt: new Date().toISOString(),
  }
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto(approvalLink({ ticket, cvmName: 'settlement-engine' }, ''))
  await expect(page.getByText('at most about', { exact: false })).toBeVisible()
  const wallet = page.getByRole('button', { name: 'Sandbox Wallet' })
  await tabTo(page, wallet)
  await page.keyboard.press('Enter')
  const approve = page.getByRole('button', { name: 'Approve' })
  await expect(approve).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(wallet).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, approve)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Wallet' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Sign' }))
  await page.keyboard.press('Enter')
  await tabTo(page, approve)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Allowed. Nothing more to do here.')).toBeInViewport()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('the list of keys stands in the menu of who is signed in, which gets the focus back', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.goto('/cvms')
  const menu = page.getByRole('button', { name: /your menu$/ })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Keyboard shortcuts' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeFocused()
})

test('a trouble that ends takes its button away, and the focus is on the page', async ({ page, sandbox }) => {
  await sandbox.faults([{ method: 'GET', path: '/api/v1/cvms/paginated', times: 50, then: { status: 502, body: {} } }])
  await signedIn(page, sandbox)
  await page.goto('/cvms')
  const again = page.getByRole('main').getByRole('button', { name: 'Try again' })
  await again.focus()
  await sandbox.clearFaults()
  await page.keyboard.press('Enter')
  await expect(again).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeFocused()
})
