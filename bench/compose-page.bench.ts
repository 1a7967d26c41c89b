import { nastyTexts } from '../src/compose/testing/nasty-texts.ts'
import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { machineBaseline, measureInside } from './in-page.ts'
import { record } from './measurement.ts'

test.use({ world: { fleetSize: 8 } })

const limitBytes = 190 * 1024
const mostBytes = 200 * 1024
const keys = 5

test('What the page itself does while such files are typed into, 190 KiB each', async ({ page, sandbox }) => {
  test.setTimeout(600_000)
  const { cvms } = await signedIn(page, sandbox)
  await measureInside(page)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  const machine = await machineBaseline(page)
  record({ what: 'the machine’s task', unit: 'ms', values: machine.values })
  const answers = () => page.evaluate(() => globalThis.bench.workers.filter(({ script }) => script.includes('compose')).length)
  for (const [what, text] of Object.entries(nastyTexts(limitBytes).compose)) {
    if (Buffer.byteLength(text) > mostBytes) continue // the page takes no more
    const before = await answers()
    await page.getByLabel('Upload Compose file').setInputFiles({ name: 'compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
    await expect.poll(answers, { timeout: 30_000 }).toBeGreaterThan(before)
    await page.waitForLoadState('networkidle')
    await editor.click()
    await page.keyboard.press('Control+End')
    await page.evaluate(() => globalThis.bench.longTasks.splice(0))
    const longest: number[] = []
    for (let key = 0; key < keys; key++) {
      const known = await answers()
      await page.keyboard.press('a')
      await expect.poll(answers, { timeout: 30_000 }).toBeGreaterThan(known)
      // The remarks are drawn in the frame after the answer.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))))
      longest.push(Math.max(0, ...(await page.evaluate(() => globalThis.bench.longTasks.splice(0)))))
    }
    record({
      what: `${what} (longest task of the main thread for a key; none of 50 ms or more: 0)`,
      unit: 'ms',
      values: longest,
      baseline: machine,
      bar: { atMost: 50 },
    })
  }
})
