import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { nastyTexts } from '../src/compose/testing/nasty-texts.ts'
import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { measureInside } from './in-page.ts'
import { longestTask } from './main-thread.ts'
import { median, record } from './measurement.ts'

test.use({ world: { fleetSize: 8 } })

const limitBytes = 190 * 1024
const mostBytes = 200 * 1024
const mostEnvBytes = 1024 * 1024 - 64
const keys = 5
/** Longer than edits wait before they are kept, which is the last thing that follows a key. */
const settledMs = 700
const bar = { atMost: 50 }

test('What the page itself does while such files are opened and typed into, 190 KiB each', async ({ page, sandbox }) => {
  test.setTimeout(1_200_000)
  const { cvms } = await signedIn(page, sandbox)
  await measureInside(page)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  const folder = mkdtempSync(join(tmpdir(), 'compose-page-'))
  const file = join(folder, 'compose.yml')

  const measure = async (text: string) => {
    writeFileSync(file, text)
    const opened = await taskUntilRead(page, () => page.getByLabel('Upload Compose file').setInputFiles(file))
    await editor.click()
    await page.keyboard.press('Control+End')
    const typed: number[] = []
    for (let key = 0; key < keys; key++) typed.push(await taskUntilRead(page, () => page.keyboard.press('a')))
    return { opened, typed }
  }

  const small = await measure('services: {a: {image: b:1}}\n')
  const baseline = { what: 'a key in a small file', value: median(small.typed) }
  record({ what: 'a small file is typed into', unit: 'ms', values: small.typed })
  for (const [what, text] of Object.entries(nastyTexts(limitBytes).compose)) {
    if (Buffer.byteLength(text) > mostBytes) continue // the page takes no more
    const { opened, typed } = await measure(text)
    record({ what: `${what}: opened`, unit: 'ms', values: [opened], baseline, bar })
    record({ what: `${what}: typed into`, unit: 'ms', values: typed, baseline, bar })
  }
  rmSync(folder, { recursive: true })
})

test('What the page itself does while such text is chosen or pasted as an environment, 1 MiB each', async ({ page, sandbox }) => {
  test.setTimeout(1_200_000)
  const { cvms } = await signedIn(page, sandbox)
  await measureInside(page)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('switch', { name: /Change the environment/ }).click()
  const folder = mkdtempSync(join(tmpdir(), 'env-page-'))
  const file = join(folder, '.env')
  const dialog = page.getByRole('dialog', { name: 'Paste .env text' })

  const measure = async (text: string) => {
    writeFileSync(file, text)
    await page.evaluate((content) => navigator.clipboard.writeText(content), text)
    const once = async (act: () => Promise<void>) => {
      await page.getByRole('button', { name: 'Paste .env text' }).click()
      await expect(dialog).toBeVisible()
      const task = await taskUntilRead(page, act)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expect(dialog).toBeHidden()
      return task
    }
    return {
      chosen: await once(() => dialog.locator('input[type=file]').setInputFiles(file)),
      pasted: await once(() => paste(page)),
    }
  }

  const small = await measure('A=1\n')
  const baseline = { what: 'one line is pasted', value: small.pasted }
  for (const [what, text] of Object.entries(nastyTexts(mostEnvBytes).env)) {
    const { chosen, pasted } = await measure(text)
    record({ what: `.env, ${what}: chosen`, unit: 'ms', values: [chosen], baseline, bar })
    record({ what: `.env, ${what}: pasted`, unit: 'ms', values: [pasted], baseline, bar })
  }
  rmSync(folder, { recursive: true })
})

/** From the clipboard, as a person does. */
async function paste(page: Page) {
  await page.getByRole('textbox', { name: '.env text' }).focus()
  await page.keyboard.press('Control+v')
}

/** The longest task until the file's worker has answered what `act` changed, the answer is drawn and the edit is kept. */
const taskUntilRead = (page: Page, act: () => Promise<void>) =>
  longestTask(page, async () => {
    const answers = () => page.evaluate(() => globalThis.bench.workers.filter(({ script }) => script.includes('compose')).length)
    const known = await answers()
    await act()
    await expect.poll(answers, { timeout: 30_000 }).toBeGreaterThan(known)
    await page.evaluate((ms) => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, ms))), settledMs)
  })
