import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

declare global {
  // oxlint-disable-next-line no-var -- what a declaration of a global needs
  var formattersMade: string[]
}

/** Notes what makes the browser load its rules for languages, which takes it 10 to 50 ms the first time. Runs in the page before its own code. */
function noteFormatters() {
  globalThis.formattersMade = []
  const note = (of: object, name: string) => {
    const noted = new Proxy(Reflect.get(of, name) as () => unknown, {
      construct(target, given, made) {
        globalThis.formattersMade.push(name)
        return Reflect.construct(target, given, made) as object
      },
      apply(target, self, given) {
        globalThis.formattersMade.push(name)
        return Reflect.apply(target, self, given)
      },
    })
    Reflect.set(of, name, noted)
  }
  for (const name of ['Collator', 'DateTimeFormat', 'NumberFormat']) note(Intl, name)
  for (const prototype of [Number.prototype, Date.prototype, BigInt.prototype]) note(prototype, 'toLocaleString')
  note(String.prototype, 'localeCompare')
}

test('sign-in, a CVM and its form are there in full without a formatter of the browser', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.addInitScript(noteFormatters)
  const made = async () => {
    await page.waitForLoadState('networkidle')
    return page.evaluate(() => globalThis.formattersMade)
  }
  await page.goto(`/cvms/${cvms.onchainEoa}`)
  await expect(page.getByText(/^Read from the chain/)).toBeVisible()
  expect(await made()).toEqual([])
  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await expect(page.getByText(/^In use now: .*, read /)).toBeVisible()
  expect(await made()).toEqual([])
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await expect(page.getByRole('textbox', { name: 'API key' })).toBeVisible()
  expect(await made()).toEqual([])
})

test('the font comes after the first page that this browser shows, and with every later one', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  const order = () =>
    page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const font = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.woff2'))
      return paint && font && (font.startTime < paint.startTime ? 'font, page' : 'page, font')
    })
  await page.goto(`/cvms/${cvms.onchainEoa}`)
  await expect.poll(order).toBe('page, font')
  await page.evaluate(() => document.fonts.ready)
  await page.reload()
  await expect.poll(order).toBe('font, page')
})

test('an editor is made when somebody comes near it, and what was typed meanwhile is in it', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 375, height: 700 })
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const compose = page.getByRole('textbox', { name: 'Compose file' })
  const script = page.getByRole('textbox', { name: 'Pre-launch script' })
  // Both stand below what is in sight, and the code of editors is there.
  await expect(script).toBeVisible()
  const hasEditorCode = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('CodeEditorPane'))
  await expect.poll(() => page.evaluate(hasEditorCode)).toBe(true)
  await expect(compose).toHaveJSProperty('tagName', 'TEXTAREA')
  // Not yet in sight, but on the way.
  await page.mouse.wheel(0, 60)
  await expect(compose).toHaveAttribute('contenteditable', 'true')
  await expect(script).toHaveJSProperty('tagName', 'TEXTAREA')
  await script.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('echo typed in between')
  await expect(script).toHaveAttribute('contenteditable', 'true')
  await expect(script).toContainText('echo typed in between')
  await expect(page.getByText('1 change')).toBeVisible()
})

test('an address that names a field far down begins there, also as the first page', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit?field=publicTcbinfo`)
  await expect(page.getByRole('switch', { name: 'Public TCB information' })).toBeFocused()
})
