import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 30, applySeconds: 1 } })

const settings = (page: Page) => page.getByRole('region', { name: 'Settings' })
const header = (page: Page) => page.getByRole('heading', { level: 1 })
const said = (page: Page, text: string | RegExp) => expect(page.getByRole('status').filter({ hasText: text })).toHaveCount(1)

/** What was sent to change this CVM, by the end of its path. */
async function sentTo(sandbox: SandboxControl, cvmId: string, end: string) {
  const { requests } = await sandbox.inside(cvmId)
  return requests.filter(({ method, path }) => method === 'PATCH' && path.endsWith(end)).map(({ body }) => body)
}

async function openCvm(page: Page, sandbox: SandboxControl) {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}`)
  await expect(settings(page)).toContainText('Deletion not scheduled')
  return cvms.centralKms
}

/** Nothing but its own endpoint was asked, and the CVM went on running. */
async function expectNoRestart(page: Page, sandbox: SandboxControl, cvmId: string) {
  await expect(header(page).locator('..')).toContainText('Running')
  const { requests } = await sandbox.inside(cvmId)
  expect(requests.filter(({ method, path }) => method !== 'GET' && path.endsWith(cvmId))).toEqual([])
}

test('a CVM is renamed by keyboard; a name that breaks a rule or is taken is explained at the field', async ({ page, sandbox }) => {
  const cvmId = await openCvm(page, sandbox)
  await settings(page).getByRole('button', { name: 'Rename' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Rename storefront-api' })
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await name.fill('shop--front')
  await name.press('Enter')
  await expect(name).toHaveAccessibleDescription(/Two hyphens must not follow each other/)
  expect(await sentTo(sandbox, cvmId, '/name')).toEqual([])

  await name.fill('edge-proxy')
  await name.press('Enter')
  await expect(name).toHaveAccessibleDescription(/already exists/)
  await expectNoAxeViolations(page)

  await name.fill('shop-front')
  await name.press('Enter')
  await expect(header(page)).toHaveText('shop-front')
  await expect(dialog).toBeHidden()
  await said(page, 'Renamed to shop-front.')
  await expect(settings(page).getByRole('button', { name: 'Rename' })).toBeFocused()
  expect(await sentTo(sandbox, cvmId, '/name')).toEqual([{ name: 'edge-proxy' }, { name: 'shop-front' }])
  await expectNoRestart(page, sandbox, cvmId)

  // The fleet knows the new name without a reload.
  await page.getByRole('link', { name: 'Fleet' }).first().click()
  await page.getByRole('searchbox').fill('shop-front')
  await expect(page.getByRole('link', { name: 'shop-front' })).toBeVisible()
})

test('a rename whose answer was lost is looked up and not called a failure', async ({ page, sandbox }) => {
  await openCvm(page, sandbox)
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}/name', times: 2, then: 'drop-after' }])
  await settings(page).getByRole('button', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('shop-front')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog).toBeHidden()
  await expect(header(page)).toHaveText('shop-front')
})

test('listing in the directory is saved at once; a refusal is said and the switch shows what the server holds', async ({
  page,
  sandbox,
}) => {
  const cvmId = await openCvm(page, sandbox)
  const listed = settings(page).getByRole('switch', { name: 'Listed in the public directory' })
  await expect(listed).toBeChecked()
  await listed.press('Space')
  await expect(listed).not.toBeChecked()
  await said(page, 'storefront-api is no longer listed.')
  expect(await sentTo(sandbox, cvmId, '/listed')).toEqual([{ listed: false }])

  await sandbox.faults([
    { method: 'PATCH', path: '/api/v1/cvms/{id}/listed', then: { status: 403, body: { detail: 'The workspace is suspended' } } },
  ])
  // The first press is looked up before another one counts.
  await expect(listed).not.toHaveAttribute('aria-busy')
  await listed.press('Space')
  await expect(settings(page).getByRole('alert')).toContainText('The workspace is suspended')
  await expect(listed).not.toBeChecked()
  await expectNoAxeViolations(page)
  await expectNoRestart(page, sandbox, cvmId)
})

test('a deletion is scheduled for a time in the future, changed and called off', async ({ page, sandbox }) => {
  const cvmId = await openCvm(page, sandbox)
  await settings(page).getByRole('button', { name: 'Schedule the deletion' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schedule the deletion of storefront-api' })
  const at = dialog.getByLabel('Delete at')
  await at.fill('2020-01-01T10:00')
  await dialog.getByRole('button', { name: 'Schedule deletion' }).click()
  await expect(at).toHaveAccessibleDescription(/This time has passed/)
  await expectNoAxeViolations(page)

  const year = new Date().getFullYear() + 1
  await at.fill(`${year}-03-04T05:06`)
  await at.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(settings(page)).toContainText(`scheduled for 4 Mar ${year}`)
  await said(page, /The deletion is scheduled for 4 Mar/)
  const wanted = await page.evaluate((text) => new Date(text).toISOString(), `${year}-03-04T05:06`)
  expect(await sentTo(sandbox, cvmId, '/scheduled-delete')).toEqual([{ scheduled_delete_at: wanted }])

  await page.reload()
  await expect(settings(page)).toContainText(`scheduled for 4 Mar ${year}`)
  await settings(page).getByRole('button', { name: 'Change the deletion' }).click()
  await expect(dialog.getByLabel('Delete at')).toHaveValue(`${year}-03-04T05:06`)
  await page.keyboard.press('Escape')
  await settings(page).getByRole('button', { name: 'Cancel the deletion' }).click()
  await expect(settings(page)).toContainText('Deletion not scheduled')
  await said(page, 'The deletion was cancelled.')
  expect((await sentTo(sandbox, cvmId, '/scheduled-delete')).at(-1)).toEqual({ scheduled_delete_at: null })
  await expectNoRestart(page, sandbox, cvmId)
})

const refresh = (page: Page) => page.getByRole('button', { name: 'Refresh the instance id' })
const refreshDialog = (page: Page) => page.getByRole('dialog', { name: 'Refresh the instance id' })

test('a missing instance id is a visible state: what would be stored is shown first, then stored', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.missingInstanceId}`)
  await expect(page.getByText('Phala Cloud has not stored one for this running CVM.')).toBeVisible()
  await refresh(page).press('Enter')
  const dialog = refreshDialog(page)
  await expect(dialog).toContainText('An instance id was found that is not stored yet.')
  await expect(dialog).toContainText('node state')
  const found = await dialog.locator('code').first().innerText()
  expect(found).toMatch(/^[0-9a-f]{40}$/)
  expect(await sentTo(sandbox, cvms.missingInstanceId, '/instance-id')).toEqual([{ overwrite: false, dry_run: true }])
  await expectNoAxeViolations(page)

  await dialog.getByRole('button', { name: 'Store this id' }).click()
  await expect(dialog).toContainText('The server stored exactly what was shown.')
  expect(await sentTo(sandbox, cvms.missingInstanceId, '/instance-id')).toEqual([
    { overwrite: false, dry_run: true },
    { overwrite: false, dry_run: true },
    { overwrite: false, dry_run: false },
  ])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Phala Cloud has not stored one', { exact: false })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Copy instance id' })).toBeVisible()
})

test('another id that is stored is replaced only after an explicit yes', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.goto('/cvms/mail-relay')
  await expect(page).toHaveURL(/\/cvms\/cvm_/)
  const cvmId = new URL(page.url()).pathname.split('/').at(-1)!
  await refresh(page).click()
  const dialog = refreshDialog(page)
  await expect(dialog).toContainText('The stored instance id differs from the one that was found.')
  const replace = dialog.getByRole('button', { name: 'Replace the stored id' })
  await replace.press('Enter')
  expect(await sentTo(sandbox, cvmId, '/instance-id')).toEqual([{ overwrite: false, dry_run: true }])

  await dialog.getByRole('checkbox', { name: 'Replace the stored instance id' }).check()
  await expectNoAxeViolations(page)
  await replace.click()
  await expect(dialog).toContainText('The server stored exactly what was shown.')
  expect((await sentTo(sandbox, cvmId, '/instance-id')).at(-1)).toEqual({ overwrite: true, dry_run: false })
})

test('where there is nothing to store, nothing is offered, and a failure is said with its next step', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}`)
  await sandbox.faults([
    { method: 'PATCH', path: '/api/v1/cvms/{id}/instance-id', then: { status: 502, body: { detail: 'Node unreachable' } } },
  ])
  await refresh(page).click()
  const dialog = refreshDialog(page)
  await expect(dialog.getByRole('alert')).toContainText('Node unreachable')
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await expect(dialog).toContainText('The stored instance id is correct.')
  await expect(dialog.getByRole('button', { name: /Store|Replace/ })).toHaveCount(0)
})

test('fits a phone', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 375, height: 800 })
  await openCvm(page, sandbox)
  await expectNoSidewaysScrolling(page)
  await settings(page).getByRole('button', { name: 'Schedule the deletion' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoSidewaysScrolling(page)
})
