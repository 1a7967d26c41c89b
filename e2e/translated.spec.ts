import type { Locator, Page } from '@playwright/test'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import { translateAlways, translatedTexts } from './fixtures/page-translator.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ world: { fleetSize: 12, applySeconds: 1 } })

const vcpu = (page: Page) => page.getByRole('textbox', { name: /vCPU$/ }) // a change is said before it
const bar = (page: Page, text: string) => expect(page.getByRole('status').filter({ hasText: text })).toBeVisible()

/** Of texts that the translator has, those with a number, which are not its own to change. */
const numbersAmong = async (texts: Locator) => (await texts.allTextContents()).filter((text) => /\d/.test(text))

for (const how of ['replaced', 'wrapped'] as const) {
  test(`while a translator has every text ${how}, an edit is typed, reviewed and applied`, async ({ page, sandbox }) => {
    await translateAlways(page, how)
    const { cvms } = await signedIn(page, sandbox)
    await page.goto(`/cvms/${cvms.centralKms}/edit`)
    await vcpu(page).press('End')
    await vcpu(page).pressSequentially('0')
    await expect(page.getByText('was 4 vCPU')).toBeVisible()
    await vcpu(page).fill('8')
    await bar(page, '1 change · 1 restart')
    await typeIntoCompose(page, '# x')
    await bar(page, '2 changes · 1 restart')
    await page.getByRole('button', { name: 'Undo the change of Compose file' }).click()
    await bar(page, '1 change · 1 restart')
    expect(await translatedTexts(page).count()).toBeGreaterThan(20)
    const plan = page.getByRole('status').filter({ hasText: '1 change · 1 restart' })
    expect(await numbersAmong(plan.locator('font'))).toEqual([])

    await page.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('button', { name: 'Apply and restart' }).click()
    await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('row', { name: 'vCPU 8 vCPU 8 vCPU the same' })).toBeVisible()
    expect(await numbersAmong(page.getByRole('cell').locator('font'))).toEqual([])
    const { requests } = await sandbox.inside(cvms.centralKms)
    expect(requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([{ vcpu: 8 }])
  })

  test(`while a translator has every text ${how}, the fleet is refreshed, filtered and searched`, async ({ page, sandbox }) => {
    await translateAlways(page, how)
    await signedIn(page, sandbox)
    await page.goto('/cvms')
    const rows = page.getByRole('table', { name: 'CVMs' }).locator('tr[data-index]')
    await expect(rows.first()).toBeVisible({ timeout: 30_000 })
    const all = await rows.count()
    for (let times = 0; times < 3; times++) {
      const answered = page.waitForResponse((response) => response.url().includes('/cvms/paginated'))
      await page.getByRole('button', { name: 'Refresh' }).click()
      await answered
    }
    await page.getByRole('searchbox').fill('storefront-api')
    await expect(rows).toHaveCount(1)
    await page.getByRole('searchbox').fill('nothing is called this')
    await expect(rows).toHaveCount(0)
    await page.getByRole('searchbox').fill('')
    await expect(rows).toHaveCount(all)
    await page.keyboard.press('Control+K')
    await page.keyboard.type('storefront')
    await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText('storefront-api')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
    // Neither an id nor a hash is the translator's.
    expect(await page.locator('code').count()).toBeGreaterThan(0)
    await expect(page.locator('code font')).toHaveCount(0)
  })
}
