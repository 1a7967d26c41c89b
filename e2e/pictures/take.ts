import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect } from '../fixtures/gateway.ts'

/** Writes docs/pictures/`name`.png: what the window shows, once nothing of it, or of the dialog above it, is still loading. */
export async function take(page: Page, name: string) {
  const dialog = page.getByRole('dialog')
  const shown = (await dialog.count()) > 0 ? dialog : page.locator('body')
  await page.waitForLoadState('networkidle')
  await expect(shown.locator('[aria-busy=true]')).toHaveCount(0)
  await page.evaluate(() => scrollTo(0, 0))
  await page.mouse.move(0, 0)
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/pictures/${name}.png`, import.meta.url)), animations: 'disabled' })
}
