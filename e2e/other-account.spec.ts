import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl, SandboxInfo } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const changed = (page: Page) => page.getByRole('dialog', { name: 'You are signed in as meadow-owner (Meadow Research) now' })
const applyButton = (page: Page) => page.getByRole('button', { name: 'Apply and restart' })
/** Presses it even when the page, which reads now and then, has found out before and a dialog lies over it. */
const pressApply = (page: Page) => page.getByRole('main', { includeHidden: true }).getByText('Apply and restart').dispatchEvent('click')

const writes = async (sandbox: SandboxControl, cvmId: string) =>
  (await sandbox.inside(cvmId)).requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)

/** A tab in which a change of the owner's CVM waits to be applied. */
async function reviewed(page: Page, sandbox: SandboxControl): Promise<SandboxInfo> {
  const info = await signedIn(page, sandbox)
  await page.goto(`/cvms/${info.cvms.centralKms}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('8')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 8 vCPU' })).toBeVisible()
  return info
}

/** Another tab of the same browser: sign out there, and in with another key. */
async function signInElsewhere(page: Page, key: string) {
  const tab = await page.context().newPage()
  await tab.goto('/cvms')
  await tab.getByRole('button', { name: /your menu/ }).click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  await tab.getByRole('button', { name: 'Keep them and sign out' }).click()
  await tab.getByRole('textbox', { name: 'API key' }).fill(key)
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await expect(tab.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
  return tab
}

test('after signing in elsewhere with another key nothing runs in another’s name, and one goes on as before with one’s own key', async ({
  page,
  sandbox,
}) => {
  const { cvms, keys } = await reviewed(page, sandbox)
  test.slow() // two tabs
  const tab = await signInElsewhere(page, keys.other)
  await pressApply(page)
  await expect(changed(page)).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([])
  await expectNoAxeViolations(page)

  // Somebody else's key does not go on with this page either.
  await changed(page).getByRole('button', { name: 'Sign in again as harbor-owner (Harbor Payments)' }).click()
  await changed(page).getByRole('textbox', { name: 'API key' }).fill(keys.other)
  await changed(page).getByRole('button', { name: 'Sign in' }).click()
  await expect(changed(page).getByRole('textbox', { name: 'API key' })).toHaveValue('')
  await expect(changed(page)).toBeVisible()

  await changed(page).getByRole('textbox', { name: 'API key' }).fill(keys.owner)
  await changed(page).getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 8 vCPU' })).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([])
  await applyButton(page).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 8 }])

  // Now the other tab is the one that speaks for somebody who is not signed in any more.
  await tab.getByRole('button', { name: /your menu/ }).click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  const otherWay = tab.getByRole('dialog', { name: 'You are signed in as harbor-owner (Harbor Payments) now' })
  await otherWay.getByRole('button', { name: 'Load this page as harbor-owner (Harbor Payments)' }).click()
  await expect(tab.getByRole('link', { name: 'storefront-api' })).toBeVisible()
})

test('who signed in again as the same person in another tab is asked nothing', async ({ page, sandbox }) => {
  const { cvms, keys } = await reviewed(page, sandbox)
  test.slow() // two tabs
  await signInElsewhere(page, keys.owner)
  await pressApply(page)
  // Refused once, since the page spoke for the session before; from then on it speaks for the present one.
  await expect(page.getByText(/^Nothing was sent\./)).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([])
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // Nothing on the page tells when it has found out, so the person presses again until it is taken.
  await expect(async () => {
    if (await applyButton(page).isVisible()) await applyButton(page).click()
    await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 8 }])
})

test('who signed out in another tab is told so, and goes on with the same key', async ({ page, sandbox }) => {
  const { cvms, keys } = await reviewed(page, sandbox)
  const tab = await page.context().newPage()
  await tab.goto('/cvms')
  await tab.getByRole('button', { name: /your menu/ }).click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  await tab.getByRole('button', { name: 'Keep them and sign out' }).click()
  await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()

  await pressApply(page)
  const dialog = page.getByRole('dialog', { name: 'You are signed out' })
  await dialog.getByRole('textbox', { name: 'API key' }).fill(keys.owner)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 8 vCPU' })).toBeVisible()
  await applyButton(page).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 8 }])
})
