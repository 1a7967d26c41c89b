import type { Page } from '@playwright/test'
import { composeEditor, typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ world: { fleetSize: 12, applySeconds: 1 } })

/** What has the focus, and what lies over its middle; `null` when nothing does. */
const whatCoversTheFocus = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return null
    const box = focused.getBoundingClientRect()
    // Of something higher than the window any part may be in sight.
    const top = Math.max(box.top, 0)
    const bottom = Math.min(box.bottom, innerHeight)
    const name = focused.getAttribute('aria-label') ?? (focused.textContent.trim().slice(0, 40) || focused.id)
    if (bottom - top < Math.min(box.height, 8)) return `${name} is out of sight at ${JSON.stringify(box)}`
    const hit = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2)
    if (!hit) return `${name} is out of sight at ${JSON.stringify(box)}`
    // A box's label lies over it on purpose.
    const isItself = focused.contains(hit) || hit.contains(focused) || hit.closest('label')?.contains(focused) === true
    return isItself ? null : `${name} is under ${hit.tagName} ${hit.className}`
  })

for (const [width, height] of [
  [320, 256],
  [375, 667],
  [1280, 600],
] as const) {
  test(`at ${width} × ${height} neither the focus nor the caret is ever under a bar`, async ({ page, sandbox }) => {
    await page.setViewportSize({ width, height })
    const { cvms } = await signedIn(page, sandbox)
    await page.goto(`/cvms/${cvms.centralKms}/edit`)
    await page.getByRole('textbox', { name: /vCPU$/ }).fill('8')
    await composeEditor(page)
    await expectNoSidewaysScrolling(page)
    await page.getByRole('heading', { level: 1 }).focus()
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let presses = 0; presses < 45; presses++) {
        // The editor keeps Tab for itself, until Escape lets it go.
        if (await page.locator('[data-code-editor]:focus').count()) await page.keyboard.press('Escape')
        await page.keyboard.press(key)
        // A window scrolls with its next frame.
        await expect.poll(() => whatCoversTheFocus(page)).toBeNull()
      }
    }

    await typeIntoCompose(page, '\n# one\n# two\n# three')
    const caret = await page.locator('[data-code-editor] .cm-cursor-primary').first().boundingBox()
    expect(caret).not.toBeNull()
    const { x, y, height: tall } = caret! // looked at above
    const isSeen = await page.evaluate(
      ([left, middle]) => document.elementFromPoint(left!, middle!)?.closest('[data-code-editor]') != null,
      [x + 2, y + tall / 2],
    )
    expect(isSeen, 'the caret').toBe(true)
  })
}

test('at 320 × 256 what lies over the page leaves most of it free', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 320, height: 256 })
  const { cvms } = await signedIn(page, sandbox)
  for (const path of ['/cvms', `/cvms/${cvms.centralKms}`, `/cvms/${cvms.centralKms}/edit`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 30_000 })
    const pinned = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('header, nav, section, aside, main div')]
        .filter((element) => /^(?:sticky|fixed)$/.test(getComputedStyle(element).position) && element.offsetHeight > 0)
        // A table's own head stays within its frame.
        .filter((element) => !element.closest('table, [role=region], [aria-live]'))
        .map((element) => `${element.tagName} ${element.className}`),
    )
    expect(pinned, path).toEqual([])
  }
})
