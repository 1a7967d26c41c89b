import type { Locator, Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 12, applySeconds: 2 } })

const vcpu = (page: Page) => page.getByRole('textbox', { name: /vCPU$/ })
const reviewButton = (page: Page) => page.getByRole('button', { name: 'Review' })
const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply/ })
const done = (page: Page) => page.getByText('Done. The server holds what you asked for.')
const writes = async (sandbox: SandboxControl, cvmId: string) =>
  (await sandbox.inside(cvmId)).requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)

/** From the form to the review with one changed number. */
async function reviewVcpu(page: Page, cvmId: string, count: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await vcpu(page).fill(count)
  await reviewButton(page).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Review the update/ })).toBeVisible()
}

/** Somebody else changes the CVM, with a key of their own. */
async function changeElsewhere(page: Page, sandbox: SandboxControl, cvmId: string, body: object) {
  const { keys } = await sandbox.info()
  const answer = await page.request.patch(`/api/v1/cvms/${cvmId}`, { headers: { 'X-API-Key': keys.admin }, data: body })
  expect(answer.status(), await answer.text()).toBe(202)
  await sandbox.clock(60)
}

test('someone new signs in with a sample key, gives a CVM more vCPU and sees it run with them', async ({ page, sandbox }) => {
  test.slow() // three pages are scanned in both themes on the way
  const { cvms } = await sandbox.info()
  await page.goto(`/cvms/${cvms.centralKms}`)
  await page.getByRole('button', { name: /Workspace owner/ }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Edit' }).click()
  await vcpu(page).fill('8')
  await expect(page.getByText('was 4 vCPU')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: '1 change · 1 restart' })).toContainText('no signature')
  await expectNoAxeViolations(page)

  await reviewButton(page).click()
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 8 vCPU' })).toBeVisible()
  await expect(page.getByText('No signature needed')).toBeVisible()
  await expect(page.getByLabel('Request').last()).toHaveText('{ "vcpu": 8 }')
  await expectNoAxeViolations(page)

  await applyButton(page).click()
  await expect(page.getByText('The update is being applied.').first()).toBeVisible()
  await page.reload()
  await expect(done(page)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: 'vCPU 8 vCPU 8 vCPU the same' })).toBeVisible()
  const prove = page.getByRole('list', { name: 'Steps of the update' }).getByRole('listitem').filter({ hasText: 'Prove' })
  await expect(prove).toContainText('Prove, done')
  await expect(prove).toContainText('What was measured is the file shown; no contract has a say. Every link that applies holds.')
  await expectNoAxeViolations(page)
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 8 }])

  await page.getByRole('main').getByRole('link', { name: 'Open the CVM' }).click()
  await expect(page.getByText('Running').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Resources' })).toContainText('8')
})

test('what is typed back, undone or discarded leaves nothing to review', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await vcpu(page).fill('8')
  await vcpu(page).fill('4')
  await expect(page.getByText('No changes')).toBeVisible()
  await expect(reviewButton(page)).toHaveAttribute('aria-disabled', 'true')

  await typeIntoCompose(page, '# x')
  await expect(page.getByText('1 change')).toBeVisible()
  await page.getByRole('button', { name: 'Undo the change of Compose file' }).click()
  await expect(page.getByText('No changes')).toBeVisible()

  await page.getByRole('switch', { name: 'Public logs' }).click()
  await page.getByRole('button', { name: 'Discard edits' }).click()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('No changes')).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([])
})

test('bad input is named at its field, kept as typed, and the button leads to it', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  for (const [typed, message] of [
    ['lots', 'Enter vCPU as a number.'],
    ['0', 'vCPU must be between 1 and 256 vCPU.'],
    ['2.5', 'vCPU must be a whole number.'],
    ['', 'Enter vCPU as a number.'],
  ] as const) {
    await vcpu(page).fill(typed)
    await expect(page.getByText(message)).toBeVisible()
    await expect(vcpu(page)).toHaveValue(typed)
  }
  await page.getByRole('textbox', { name: /Disk$/ }).fill('1')
  await expect(page.getByText(/can grow but not shrink/)).toBeVisible()

  // Pressable enough to lead to what is in the way, but it reviews nothing.
  await reviewButton(page).click({ force: true })
  await expect(vcpu(page)).toBeFocused()
  await vcpu(page).fill('4')
  await page.getByRole('textbox', { name: /Disk$/ }).fill('60')

  await typeIntoCompose(page, 'broken: [1')
  await expect(page.getByRole('list', { name: 'Remarks on the compose file' })).toContainText('This is not valid YAML')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Undo the change of Compose file' }).click()

  await page
    .getByLabel('Upload Compose file')
    .setInputFiles({ name: 'huge.yml', mimeType: 'text/yaml', buffer: Buffer.alloc(250 * 1024, 'a') })
  await expect(page.getByText('huge.yml has 250 KiB; at most 200 KiB are accepted. Your text was kept.')).toBeVisible()
  await page
    .getByLabel('Upload Pre-launch script')
    .setInputFiles({ name: 'long.sh', mimeType: 'text/plain', buffer: Buffer.alloc(200 * 1024, 'a') })
  await expect(page.getByText(/^Compose file and script together have 20\d KiB.*accepted\.$/).first()).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([])
})

test('edits survive a reload, without leaving anything unasked', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await vcpu(page).fill('6')
  await page.reload()
  await expect(page.getByText(/Your edits from .* are back\./)).toBeVisible()
  await expect(vcpu(page)).toHaveValue('6')

  await page.getByRole('link', { name: 'Fleet' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Leave this page?' })
  await expect(dialog).toBeVisible()
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await expect(vcpu(page)).toHaveValue('6')
  await page.getByRole('link', { name: 'Fleet' }).first().click()
  await dialog.getByRole('button', { name: 'Leave, keep the edits' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
  await page.goto(`/cvms/${cvms.centralKms}/update`)
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 6 vCPU' })).toBeVisible()
})

test('a change made elsewhere is taken over under the form, and what was typed is kept', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.clock.install()
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await vcpu(page).fill('8')
  await changeElsewhere(page, sandbox, cvms.centralKms, { vcpu: 2, disk_size: 80 })
  await page.clock.fastForward(31_000) // until the page reads again
  await expect(page.getByText('This CVM was changed elsewhere. Your edits are kept.').first()).toBeVisible()
  await expect(vcpu(page)).toHaveValue('8')
  await expect(page.getByText('was 2 vCPU')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /Disk$/ })).toHaveValue('80')
})

test('a change made elsewhere after the review is shown before anything is sent', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '8')
  await changeElsewhere(page, sandbox, cvms.centralKms, { vcpu: 2 })
  await applyButton(page).click()
  await expect(page.getByText('This CVM was changed elsewhere meanwhile.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'vCPU 2 vCPU 8 vCPU' })).toBeVisible()
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 2 }])
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 20_000 })
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 2 }, { vcpu: 8 }])
})

test('while another operation runs, nothing is sent; when it has ended, the same change is applied', async ({ page, sandbox }) => {
  test.slow()
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.busy}`)
  await expect(page.getByRole('region', { name: 'Running operation' })).toContainText('started by')
  await reviewVcpu(page, cvms.busy, '8')
  await expect(page.getByText('Another operation is running on this CVM.').first()).toBeVisible()
  await expect(applyButton(page)).toHaveAttribute('aria-disabled', 'true')
  await expectNoAxeViolations(page)
  await sandbox.clock(16 * 60)
  await expect(applyButton(page)).not.toHaveAttribute('aria-disabled', 'true')
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 20_000 })
  expect(await writes(sandbox, cvms.busy)).toEqual([{ vcpu: 8 }])
})

test('a 409 that could not be foreseen keeps the change, and applying again sends it', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '8')
  const body = { detail: 'Another operation is in progress' }
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { status: 409, body } }])
  await applyButton(page).click()
  await expect(page.getByText('Your change was not sent. Your edits are kept.')).toBeVisible()
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 20_000 })
})

test('who is signed out in the middle enters a key and goes on with the same step', async ({ page, sandbox }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '8')
  await page.request.delete('/session')
  await applyButton(page).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(keys.owner)
  await dialog.getByRole('button', { name: /Sign in|Continue|Go on/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: 'vCPU 4 vCPU 8 vCPU' })).toBeVisible()
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 20_000 })
  expect(await writes(sandbox, cvms.centralKms)).toEqual([{ vcpu: 8 }])
})

test('a refused value leads back to its field', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '200')
  const body = { detail: [{ loc: ['body', 'vcpu'], msg: 'this node has 64 vCPU', type: 'value_error' }] }
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { status: 422, body } }])
  await applyButton(page).click()
  await expect(page.getByText('this node has 64 vCPU', { exact: false })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('main').getByRole('link', { name: 'vCPU' }).click()
  await expect(vcpu(page)).toBeFocused()
  await expect(page.getByText('this node has 64 vCPU', { exact: false })).toBeVisible()
  await vcpu(page).fill('32')
  await expect(page.getByText('this node has 64 vCPU', { exact: false })).toBeHidden()
})

test('a change whose answer was lost is looked up and not sent twice', async ({ page, sandbox }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  const begin = Date.now()
  await reviewVcpu(page, cvms.centralKms, '8')
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: 'drop-after' }])
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
  // The browser itself may repeat a request on a connection that breaks; the page does not, and one operation comes of it.
  const operations = await page.request.get(`/api/v1/cvms/${cvms.centralKms}/operations`, { headers: { 'X-API-Key': keys.owner } })
  const { items } = (await operations.json()) as { items: { started_at: string }[] }
  expect(items.filter(({ started_at }) => Date.parse(started_at) >= begin - 1_000)).toHaveLength(1)
})

test('what the server accepted and then lost is told from what it holds', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await vcpu(page).fill('8')
  await page.getByRole('textbox', { name: /Disk$/ }).fill('120')
  await reviewButton(page).click()
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { ignoreFields: ['vcpu'] } }])
  await applyButton(page).click()
  await expect(page.getByText('one field does not hold what you asked for', { exact: false })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: 'vCPU 8 vCPU 4 vCPU differs' })).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a CVM that does not boot after its update says why, and the edits are kept', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.deviceNotAllowed, '8')
  await expect(page.getByText('The CVM would not start again')).toBeVisible()
  await applyButton(page).click()
  await expect(page.getByText('The update failed.').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/Device not allowed/).first()).toBeVisible()
  await expectNoAxeViolations(page)
})

/** The server asks for the hash of another change than the one that is sent. */
async function sendWithLyingHash(page: Page, sandbox: SandboxControl, which: 'onchainEoa' | 'onchainSafe', button: Locator) {
  const { cvms, keys } = await signedIn(page, sandbox)
  const cvmId = cvms[which]
  const asked = await page.request.patch(`/api/v1/cvms/${cvmId}`, { headers: { 'X-API-Key': keys.owner }, data: { public_logs: false } })
  expect(asked.status()).toBe(465)
  const { details } = (await asked.json()) as { details: { field: string; value: unknown }[] }

  await page.goto(`/cvms/${cvmId}/edit`)
  await page.getByRole('switch', { name: 'Public system information' }).click()
  await reviewButton(page).click()
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { patchBody: { details } } }])
  await button.click()
  await expect(page.getByText('Do not sign: this hash is not what your edits lead to.')).toBeVisible()
}

test('a hash that is not what the edits lead to is never offered for signing', async ({ page, sandbox }) => {
  await sendWithLyingHash(page, sandbox, 'onchainEoa', applyButton(page))
  await expect(page.getByRole('button', { name: 'Sign' })).toHaveAttribute('aria-disabled', 'true')
  await expectNoAxeViolations(page)
})

test('nor is it handed to anybody else', async ({ page, sandbox }) => {
  await sendWithLyingHash(page, sandbox, 'onchainSafe', page.getByRole('button', { name: 'Prepare for approval' }))
  await expect(page.getByText('Nothing is handed over yet.', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Copy .*(?:link|text)$/ })).toHaveCount(0)
})

test('restarting says what it does before it does it, and the page follows', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}`)
  await page.getByRole('button', { name: 'Restart' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restart storefront-api?' })
  await expect(dialog).toContainText('do not answer meanwhile')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Restart' }).click()
  await expect(page.getByRole('region', { name: 'Running operation' })).toBeVisible()
  await sandbox.clock(60)
  await expect(page.getByRole('region', { name: 'Running operation' })).toBeHidden()
  await expect(page.getByText('Restarted · Completed').first()).toBeVisible()
})
