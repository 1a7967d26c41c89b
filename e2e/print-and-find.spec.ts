import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ world: { fleetSize: 600, applySeconds: 1 } })

test('a print of the fleet holds every row and nothing to press', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.goto('/cvms')
  const rows = page.getByRole('table', { name: 'CVMs' }).locator('tr[data-index]')
  await expect(rows.first()).toBeVisible({ timeout: 30_000 })
  const table = page.getByRole('table', { name: 'CVMs' })
  const count = 600
  await expect(table, 'all of them have arrived, below their head').toHaveAttribute('aria-rowcount', String(count + 1), { timeout: 30_000 })
  expect(await rows.count()).toBeLessThanOrEqual(60)
  // The browser's own find sees no more than these, so that the first Ctrl+F is the search of all.
  await page.keyboard.press('Control+F')
  await expect(page.getByRole('searchbox', { name: 'Search by name or id' })).toBeFocused()
  await page.emulateMedia({ media: 'print' })
  await expect(rows).toHaveCount(count)
  await expect(rows.last()).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await expect.poll(() => rows.count()).toBeLessThanOrEqual(60)
})

test('a print of a file holds every line, and Ctrl+F in a file finds what is out of sight', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  const { docker_compose_file: text } = JSON.parse((await sandbox.inside(cvms.centralKms)).composeFile) as { docker_compose_file: string }
  await page.goto(`/cvms/${cvms.centralKms}?tab=configuration`)
  const file = page.getByRole('textbox', { name: /ompose file/ })
  await expect(file).toHaveAttribute('aria-readonly', 'true', { timeout: 30_000 })
  await file.click()
  await page.keyboard.press('Control+F')
  const find = page.getByRole('textbox', { name: 'Find' })
  await expect(find).toBeFocused()
  const lastLine = text.trim().split('\n').at(-1)!.trim()
  await find.pressSequentially(lastLine)
  await page.keyboard.press('Enter')
  await expect(page.locator('.cm-searchMatch-selected')).toBeInViewport()
  await expectNoAxeViolations(page)
  await find.press('Escape')
  await expect(find).toHaveCount(0)

  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('pre').filter({ hasText: lastLine })).toBeVisible()
  expect(await page.locator('pre').first().textContent()).toBe(text)
})
