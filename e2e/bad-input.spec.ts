import type { Locator, Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { composeEditor, typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { Fault, SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'
import { test as withWallet } from './wallet/wallet-test.ts'

const world = { fleetSize: 24, applySeconds: 1 }
test.use({ world })
withWallet.use({ world })

const reviewButton = (page: Page) => page.getByRole('button', { name: 'Review' })
const vcpuOf = (page: Page) => page.getByRole('textbox', { name: /vCPU$/ })

async function edit(page: Page, cvmId: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await composeEditor(page)
}

async function patches(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  return requests.filter(({ method }) => method === 'PATCH')
}

/** Review is pressed all the same: it leads to what is in the way, and nothing is sent. */
async function expectBlocked(page: Page, field?: Locator) {
  await expect(reviewButton(page)).toHaveAttribute('aria-disabled', 'true')
  await reviewButton(page).click({ force: true })
  await expect(page).toHaveURL(/\/edit$/)
  if (field) await expect(field).toBeFocused()
}

test('what only looks like a number is named at its field, and the edits beside it survive a reload', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await edit(page, cvms.centralKms)
  const memory = page.getByRole('textbox', { name: /Memory$/ })
  const disk = page.getByRole('textbox', { name: /Disk$/ })
  await memory.fill('16')
  for (const [typed, message] of [
    ['1e3', 'Enter vCPU as a number.'],
    ['0x10', 'Enter vCPU as a number.'],
    ['٤', 'Enter vCPU as a number.'],
    ['-2', 'vCPU must be between 1 and 256 vCPU.'],
    ['9999999999999999999999', 'vCPU must be between 1 and 256 vCPU.'],
  ] as const) {
    await vcpuOf(page).fill(typed)
    await expect(vcpuOf(page)).toHaveAccessibleDescription(new RegExp(message.replace('.', '\\.')))
    await expectBlocked(page, vcpuOf(page))
    await expect(vcpuOf(page)).toHaveValue(typed)
  }
  await vcpuOf(page).fill('6')
  await disk.fill('1')
  await expect(disk).toHaveAccessibleDescription(/A disk can grow but not shrink; it has \d+ GB\./)
  await expectBlocked(page, disk)
  await expectNoAxeViolations(page)

  await page.reload()
  await expect(memory).toHaveValue('16')
  await expect(vcpuOf(page)).toHaveValue('6')
  await expect(disk).toHaveValue('1')
  expect(await patches(sandbox, cvms.centralKms)).toEqual([])
})

test('a compose file that is no YAML is named with its line, and the text is kept over a reload', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await edit(page, cvms.onchainEoa)
  await typeIntoCompose(page, '\n  broken: [1, 2')
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(page.getByRole('button', { name: 'Error, go to line 22' })).toBeVisible()
  await expectBlocked(page)
  await expect(editor).toBeFocused()
  await expectNoAxeViolations(page)
  await page.reload()
  await expect(page.getByText('broken: [1, 2')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Error, go to line 22' })).toBeVisible()
  await expect(reviewButton(page)).toHaveAttribute('aria-disabled', 'true')
  expect(await patches(sandbox, cvms.onchainEoa)).toEqual([])
})

test('an update that is refused says why where Apply was pressed, keeps the draft, and can be applied again', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await edit(page, cvms.centralKms)
  await vcpuOf(page).fill('6')
  await reviewButton(page).click()
  for (const [status, title] of [
    [400, 'Phala Cloud refused this change.'],
    [403, 'This key is not allowed to do that.'],
    [413, 'The request is too large.'],
  ] as const) {
    const body = { error_code: 'ERR-00-001', message: `In the words of the server: ${status}`, request_id: `req-told-${status}` }
    await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { status, body } }])
    await page.getByRole('button', { name: 'Apply and restart' }).click()
    const refusal = page.getByRole('main').getByRole('alert')
    await expect(refusal).toContainText(title)
    await expect(refusal).toContainText(body.message)
    await expect(refusal).toContainText(body.request_id)
    await page.reload()
  }
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
})

test('a key that may not change a CVM finds Edit closed, with the reason, until it is tried afresh', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}`)
  await page.getByRole('link', { name: 'Edit' }).click()
  await vcpuOf(page).fill('6')
  await reviewButton(page).click()
  const suspended = { status: 403, body: { detail: 'The workspace is suspended' } }
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: suspended }])
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The workspace is suspended')
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'storefront-api' }).click()
  const edit = page.getByRole('button', { name: 'Edit' })
  await expect(edit).toHaveAttribute('aria-disabled', 'true')
  await expect(edit).toHaveAccessibleDescription(/does not let this key change this CVM.*workspace is suspended/)
  await expect(page.getByRole('button', { name: 'Restart' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('option', { selected: true })).toHaveText(/^Edit.*does not let this key change this CVM/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused()
  await page.reload()
  await page.getByRole('link', { name: 'Edit' }).click()
  await expect(vcpuOf(page)).toHaveValue('6')
})

test('a CVM that does not exist, or belongs to others, is told apart from trouble', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox, 'other')
  for (const path of [
    '/cvms/cvm_00000000',
    `/cvms/${cvms.centralKms}`,
    `/cvms/${cvms.centralKms}/edit`,
    `/cvms/${cvms.centralKms}/update`,
    '/cvms/%3Cb%3Ebold%3C%2Fb%3E',
    '/cvms/%25E0%25A4',
    `/cvms/${'x'.repeat(300)}`,
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' }), path).toBeVisible()
    await expect(page.getByRole('main').getByRole('alert'), path).toContainText('Not found, or not visible to this key.')
    await expect(page.getByRole('link', { name: 'Go to the fleet' }), path).toBeVisible()
  }
})

test('an address that is no address at all, or a search that means nothing, still shows a page', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  for (const path of ['/cvms?q=%5B1%5D&sort=nonsense&state=%7B%7D&kms=1&node=true&os=null', '/cvms?q=a&q=b&state=%22%22']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet' }), path).toBeVisible()
  }
  const { cvms } = await sandbox.info()
  await page.goto(`/cvms/${cvms.centralKms}?tab=%7B%22a%22%3A1%7D`)
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await page.goto(`/cvms/${cvms.centralKms}/edit?field=__proto__`)
  await expect(page.getByRole('heading', { level: 1, name: 'Edit storefront-api' })).toBeVisible()
  for (const path of ['/cvms/%E0%A4%A', '/%E0%A4%A']) {
    await page.goto(path)
    await expect(page.locator('body'), path).toHaveText(/\S/)
  }
})

test('a name or an app id in the address leads to its CVM; one that several could be shows them', async ({ page, sandbox, baseURL }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  await page.goto('/cvms/storefront-api/edit')
  await expect(page).toHaveURL(`/cvms/${cvms.centralKms}/edit`)
  const details = await fetch(`${baseURL}/api/v1/cvms/${cvms.onchainEoa}`, {
    headers: { 'X-API-Key': keys.owner, 'X-Phala-Version': '2026-01-21' },
  })
  const { app_id: appId } = (await details.json()) as { app_id: string }
  await page.goto(`/cvms/${appId}?tab=trust`)
  await expect(page).toHaveURL(`/cvms/${cvms.onchainEoa}?tab=trust`)
  await page.goto('/cvms/session-cache')
  await expect(page.getByRole('heading', { level: 1, name: 'Which “session-cache”?' })).toBeVisible()
  const candidates = page.getByRole('main').getByRole('link', { name: /session-cache/ })
  await expect(candidates).toHaveCount(2)
  await candidates.first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'session-cache' })).toBeVisible()
})

test('records in web storage that cannot be read are dropped, and the page opens', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await edit(page, cvms.centralKms)
  await vcpuOf(page).fill('6')
  await expect(page.getByRole('link', { name: /Unfinished 1/ })).toBeVisible()
  for (const spoiled of ['{"v":', '[]', 'null', '{"version":1,"edits":{"vcpu":"six"}}']) {
    await page.goto('/unfinished')
    await page.evaluate((text) => {
      for (const key of Object.keys(localStorage)) localStorage.setItem(key, text)
    }, spoiled)
    for (const path of [`/cvms/${cvms.centralKms}/edit`, `/cvms/${cvms.centralKms}/update`, '/unfinished']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1, name: /storefront-api|Unfinished/ }), `${spoiled} at ${path}`).toBeVisible()
    }
  }
  await edit(page, cvms.centralKms)
  await expect(vcpuOf(page)).toHaveValue('4')
})

// What else makes an answer unreadable is in src/api/api-error.test.ts; the page treats all of that alike.
const otherApp = `0x${'ab'.repeat(20)}`
for (const [name, details, says] of [
  ['a hash of 31 bytes', { compose_hash: 'ab'.repeat(31) }, /not understood|does not understand|not known/i],
  ['the app of somebody else', { app_id: otherApp.slice(2) }, /asks for an approval on app abab.*Nothing should be signed/],
  ['a chain this console does not know', { kms_info: { chain_id: 424242 } }, /424242/],
] as const) {
  withWallet(`a server that asks for ${name} gets no signature, and the draft is kept`, async ({ page, sandbox, wallet }) => {
    const { cvms } = await signedIn(page, sandbox)
    await edit(page, cvms.onchainEoa)
    await typeIntoCompose(page, '\n# one line more')
    await reviewButton(page).click()
    const lie: Fault = {
      method: 'PATCH',
      path: '/api/v1/cvms/{id}',
      then: { patchBody: { details: Object.entries(details).map(([field, value]) => ({ field, value })) } },
    }
    await sandbox.faults([lie])
    await page.getByRole('button', { name: 'Apply: ask for a signature' }).click()
    await expect(page.getByRole('main').getByText(says).first()).toBeVisible()
    const sign = page.getByRole('button', { name: /^Sign/ })
    for (const button of await sign.all()) {
      await expect(button).toHaveAttribute('aria-disabled', 'true')
      await button.click({ force: true })
    }
    await expectNoAxeViolations(page)
    await page.reload()
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    expect(wallet.seen).toEqual([])
    expect((await patches(sandbox, cvms.onchainEoa)).filter(({ headers }) => headers['x-transaction-hash'])).toEqual([])
    await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
    await expect(page.getByText('# one line more')).toBeVisible()
  })
}

test('a 401 for the write itself asks for the key, and the same request goes on by itself', async ({ page, sandbox }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  await edit(page, cvms.centralKms)
  await vcpuOf(page).fill('6')
  await reviewButton(page).click()
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { status: 401, body: { detail: 'Invalid API key' } } }])
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your key is no longer accepted' })
  await dialog.getByRole('textbox', { name: 'API key' }).fill(keys.owner)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
})

test('a key put off can be entered later; what is on screen stays', async ({ page, sandbox }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  await page.clock.install()
  await page.goto(`/cvms/${cvms.onchainEoa}?tab=trust`)
  await expect(page.getByText('Phala’s key server').or(page.getByText('on-chain KMS')).first()).toBeVisible()
  await page.request.delete('/session')
  await page.clock.fastForward(31_000) // until the page reads again
  const dialog = page.getByRole('dialog', { name: 'You are signed out' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('You are signed out. What you see may be out of date.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'settlement-engine' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Enter a key' }).click()
  await dialog.getByRole('textbox', { name: 'API key' }).fill(keys.owner)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Parts of this CVM' }).getByRole('link', { name: 'Configuration' }).click()
  await expect(page.getByText('services:').first()).toBeVisible()
  await expect(page.getByText('You are signed out. What you see may be out of date.')).toHaveCount(0)
})
