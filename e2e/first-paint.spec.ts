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
