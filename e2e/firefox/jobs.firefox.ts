import { expect, type FirefoxPage, test } from './firefox-test.ts'

/*
 * The three jobs as somebody does them in Firefox, with what only Chromium is otherwise seen to have: the shadow roots of the editor and of
 * the wallet, popovers, locks.
 */

async function signIn({ goto, press, sees }: FirefoxPage, who: string) {
  await goto('/sign-in')
  await press(who)
  await sees('Updated')
}

test('an app owner changes a size, which needs no signature', async ({ firefox, sandbox }) => {
  const { cvms } = await sandbox.info()
  await signIn(firefox, 'Workspace owner')
  await firefox.click('link', 'storefront-api')
  await firefox.click('link', 'Edit')
  await firefox.fill('textbox', 'vCPU', '6')
  await firefox.click('button', 'Review')
  await firefox.click('button', 'Apply and restart')
  await firefox.sees('The update is done.')
  const patches = (await sandbox.inside(cvms.centralKms)).requests.filter(({ method }) => method === 'PATCH')
  expect(patches.map(({ body }) => body)).toEqual([{ vcpu: 6 }])
})

test('an app owner changes the compose file and signs for its hash', async ({ firefox, sandbox }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await signIn(firefox, 'Workspace owner')
  await firefox.goto(`/cvms/${cvms.onchainEoa}/edit`)
  const editor = await firefox.raw.waitForSelector('>>> .cm-content[contenteditable=true]')
  await editor!.click()
  await firefox.raw.keyboard.down('Control')
  await firefox.raw.keyboard.press('End')
  await firefox.raw.keyboard.up('Control')
  await firefox.raw.keyboard.type('\n# one line more')
  await firefox.sees('1 change')
  await firefox.click('button', 'Review')
  await firefox.click('button', 'Apply: ask for a signature')
  const second = await firefox.secondTab()
  await second.sees('Another tab drives this update.')
  await second.raw.close()
  await firefox.raw.bringToFront()
  await firefox.click('button', 'Sign')
  await firefox.press('Sandbox Wallet')
  await firefox.pressButton('Approve')
  await firefox.sees('at most about')
  await firefox.pressButton('Sign')
  await firefox.pressButton('Approve')
  await firefox.sees('The update is done.')
  const after = await sandbox.inside(cvms.onchainEoa)
  expect(after.composeHash).not.toBe(before.composeHash)
  const confirming = after.requests.filter(({ headers }) => headers['x-transaction-hash'] !== undefined)
  expect(confirming.map(({ body, headers }) => [body, headers['x-compose-hash']])).toEqual([[{}, after.composeHash]])
})

test('an admin previews instance IDs and writes what was shown', async ({ firefox }) => {
  await signIn(firefox, 'Platform admin')
  await firefox.press('Instance IDs')
  await firefox.press('Preview 24 CVMs')
  await firefox.sees('Preview: nothing is written yet')
  await firefox.press('Write ')
  await firefox.sees('Done in ')
})

test('menus open, are left with Escape, and give the focus back', async ({ firefox }) => {
  await signIn(firefox, 'Workspace owner')
  await firefox.click('button', 'Columns and rows')
  await firefox.raw.waitForSelector(':popover-open input:focus')
  await firefox.press('Compact')
  await firefox.raw.keyboard.press('Escape')
  await firefox.raw.waitForSelector('button[aria-label="Columns and rows"]:focus')
  expect(await firefox.raw.$(':popover-open')).toBeNull()
})
