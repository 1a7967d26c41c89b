import type { Page } from '@playwright/test'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect } from './fixtures/gateway.ts'
import { test } from './fixtures/missing-parts.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 12, applySeconds: 1 } })
test.describe.configure({ timeout: 120_000 })
test.beforeEach(({ problems }) => {
  problems.allow(/^console error: Failed to load resource/)
})

/** For the first that is seen of a page: on a busy machine all of its code takes a while. */
const slowly = { timeout: 30_000 }
const missing = (page: Page, name: string) => page.getByRole('alert').filter({ hasText: `${name} could not be loaded` })
const tryAgain = (page: Page) => page.getByRole('button', { name: 'Try again' })
/** Set in the page, and gone when it is loaded anew. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { isTheSamePage: true }))
/** `null` while one page gives way to the next. */
const isTheSamePage = (page: Page) => page.evaluate(() => 'isTheSamePage' in window).catch(() => null)

test('without the code of dialogs a CVM’s page goes on, and the dialog opens once its code is back', async ({ page, sandbox, parts }) => {
  const { cvms } = await signedIn(page, sandbox)
  parts.takeAway('src/ui/overlay/DialogPopup.tsx')
  await page.goto(`/cvms/${cvms.centralKms}`)
  await mark(page)
  await page.getByRole('button', { name: 'Restart' }).click()
  await expect(missing(page, 'This dialog')).toBeVisible()
  await page.getByRole('button', { name: 'Go on without it' }).click()
  await expect(missing(page, 'This dialog')).toHaveCount(0)
  await page.getByRole('link', { name: 'Trust' }).click()
  await expect(page).toHaveURL(/tab=trust/)

  await page.getByRole('button', { name: 'Restart' }).click()
  await tryAgain(page).click()
  await expect(missing(page, 'This dialog')).toBeVisible()
  parts.putBack()
  await tryAgain(page).click()
  await expect(page.getByRole('dialog', { name: 'Restart storefront-api?' })).toBeVisible()
  expect(await isTheSamePage(page)).toBe(true)
})

test('without its small parts the fleet is there, and they come when they are back', async ({ page, sandbox, parts }) => {
  await signedIn(page, sandbox)
  parts.takeAway('below-fleet')
  parts.takeAway('src/features/fleet/SelectionBar.tsx')
  parts.takeAway('unfinished')
  parts.takeAway('after-paint')
  parts.takeAway('src/app/shell/HeaderDialog.tsx')
  await page.goto('/cvms')
  await expect(missing(page, 'How the table looks')).toBeVisible(slowly)
  await page.getByRole('checkbox', { name: 'Select storefront-api' }).check()
  await expect(missing(page, 'What can be done with the selection')).toBeVisible()
  await page.keyboard.press('Control+K')
  await expect(page.getByText('The search could not be loaded')).toBeVisible()
  await page.getByRole('table', { name: 'CVMs' }).getByRole('button', { name: 'Name' }).click()
  await expect(page).toHaveURL(/sort=name/)
  const signOut = async () => {
    await page.getByRole('button', { name: /your menu$/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
  }
  await signOut()
  await expect(page.getByText('Signing out could not be loaded')).toBeVisible()

  parts.putBack()
  await missing(page, 'How the table looks').getByRole('button', { name: 'Try again' }).click()
  // One press brings back all that is missing.
  await expect(page.getByRole('button', { name: 'Columns and rows' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Selection' })).toBeVisible()
  await expect(tryAgain(page)).toHaveCount(0)
  await signOut()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})

test('without the editor a compose file is typed in a plain field, which the editor takes over later', async ({ page, sandbox, parts }) => {
  const { cvms } = await signedIn(page, sandbox)
  parts.takeAway('src/ui/code/CodeEditorPane.tsx')
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const plain = page.getByRole('textbox', { name: 'Compose file' })
  await expect(
    page
      .getByText('The editor with colours and line numbers could not be loaded; this plain one holds the same text.', { exact: false })
      .first(),
  ).toBeVisible(slowly)
  await plain.press('Control+End')
  await plain.pressSequentially('# typed without it')
  await expect(page.getByText('1 change')).toBeVisible()
  parts.putBack()
  await tryAgain(page).first().click()
  await expect(plain).toHaveAttribute('contenteditable', 'true')
  await typeIntoCompose(page, '!')
  await expect(plain).toContainText('# typed without it!')
})

test('values of the environment are typed: a page that cannot be opened does not lose them', async ({ page, sandbox, parts }) => {
  const { cvms } = await signedIn(page, sandbox)
  parts.takeAway('src/routes/_console/cvms/$cvmId/update.tsx')
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await mark(page)
  const { env } = await sandbox.inside(cvms.centralKms)
  const [first, ...others] = env.map(({ key }) => key)
  const decide = (name: string, choice: string) => page.getByRole('group', { name }).getByRole('radio', { name: choice }).click()
  await page.getByRole('switch', { name: /^Change the environment/ }).click()
  await decide(first!, 'New value') // the sandbox's CVM has several
  await page.getByRole('textbox', { name: `Value of ${first}` }).fill('canary-4711')
  for (const name of others) await decide(name, 'Remove')

  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByText('A part of this console could not be loaded.')).toBeVisible()
  expect(await isTheSamePage(page)).toBe(true)
  parts.putBack()
  await tryAgain(page).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  expect((await sandbox.inside(cvms.centralKms)).env).toEqual([{ key: first, value: 'canary-4711' }])
})

test('a page that cannot be opened is loaded anew once, when nothing was typed', async ({ page, sandbox, parts }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto('/unfinished')
  await expect(page.getByRole('heading', { level: 1, name: 'Unfinished' })).toBeVisible()
  await mark(page)
  parts.takeAway('src/routes/_console/cvms/index.tsx')
  await page.getByRole('link', { name: 'Fleet' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible()
  await expect.poll(() => isTheSamePage(page)).toBe(false)
  await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible()
  await mark(page)
  await page.getByRole('link', { name: 'Unfinished' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Unfinished' })).toBeVisible()
  parts.putBack()
  await page.getByRole('link', { name: 'Fleet' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
  expect(await isTheSamePage(page)).toBe(true)
  expect(cvms.centralKms).toBeTruthy()
})

test('without the first code the page says that it loads, and after a while what one can do', async ({ page, sandbox, parts }) => {
  await signedIn(page, sandbox)
  parts.takeAway('framework')
  await page.goto('/cvms')
  await expect(page.getByText('Loading', { exact: true })).toBeVisible()
  const later = page.getByText('This takes longer than usual. Reload the page if nothing follows.', { exact: true })
  await expect(later).toBeHidden()
  await later.evaluate((element) => element.getAnimations().forEach((wait) => wait.finish()))
  await expect(later).toBeVisible()

  parts.putBack()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible(slowly)
  await expect(later).toHaveCount(0)
})

test.describe('in a browser that runs no code', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says that it needs JavaScript', async ({ page, gateway }) => {
    await page.goto(gateway.url)
    await expect(page.getByText('The CVM console needs JavaScript. Allow it for this page and reload.')).toBeVisible()
    await expect(page.getByText('Loading')).toBeHidden()
  })
})
