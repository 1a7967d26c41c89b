import type { Page } from '@playwright/test'
import { expect } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'
import { test } from './wallet/wallet-test.ts'

/** A reload in the middle of a prompt, and while the transaction is pending: register-hash.spec.ts. */
test.use({ world: { fleetSize: 8, applySeconds: 2 } })

const done = (page: Page) => page.getByText('Done. The server holds what you asked for.')
const patchPath = '/api/v1/cvms/{id}'

async function patches(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  const all = requests.filter(({ method }) => method === 'PATCH')
  const confirming = all.filter(({ headers }) => headers['x-transaction-hash'] !== undefined)
  return { asking: all.filter((request) => !confirming.includes(request)), confirming }
}

async function reviewVcpu(page: Page, cvmId: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await page.getByRole('textbox', { name: 'vCPU' }).fill('6')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: /^Apply/ })).toBeVisible()
}

async function reviewCompose(page: Page, cvmId: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  await editor.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: 'Apply: ask for a signature' })).toBeVisible()
}

const sign = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign' })

async function signIt(page: Page) {
  await expect(sign(page)).not.toHaveAttribute('aria-disabled', 'true')
  await sign(page).click()
  const dialog = page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  await dialog.getByRole('button', { name: 'MetaMask' }).click()
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click()
  await expect(dialog).toHaveCount(0)
}

test('in the review: the same changes are there, and nothing was sent', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms)
  await page.reload()
  await expect(page.getByRole('row', { name: /vCPU.*6 vCPU/ })).toBeVisible()
  expect((await patches(sandbox, cvms.centralKms)).asking).toEqual([])
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
})

for (const [name, cvm, review] of [
  ['a change without a signature', 'centralKms', reviewVcpu],
  ['a change that needs one', 'onchainEoa', reviewCompose],
] as const) {
  test(`while ${name} is being sent: it is looked up, and applied once`, async ({ page, sandbox }) => {
    const { cvms } = await signedIn(page, sandbox)
    await review(page, cvms[cvm])
    await sandbox.faults([{ method: 'PATCH', path: patchPath, then: { delayMs: 3_000 } }])
    await page.getByRole('button', { name: /^Apply/ }).click()
    await expect(page.getByText('The change is being sent.').filter({ visible: true }).first()).toBeVisible()
    await expect.poll(async () => (await patches(sandbox, cvms[cvm])).asking).toHaveLength(1)
    await page.reload()
    if (cvm === 'centralKms') {
      await expect(done(page)).toBeVisible({ timeout: 45_000 })
    } else {
      // Nothing on the chain or in the operations tells whether a prepared change arrived, so the person is asked.
      await expect(page.getByText('It is not known whether the change was accepted.')).toBeVisible({ timeout: 45_000 })
      await page.getByRole('button', { name: 'Apply again' }).click()
      await expect(sign(page)).toBeVisible()
    }
    expect((await patches(sandbox, cvms[cvm])).asking).toHaveLength(cvm === 'centralKms' ? 1 : 2)
  })
}

test('where a signature is asked for: the same hash is asked for, and it is prepared only once', async ({ page, sandbox, wallet }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewCompose(page, cvms.onchainEoa)
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(sign(page)).toBeVisible()
  const hash = () => page.getByRole('main').getByRole('button', { name: 'Copy compose hash' }).first()
  await expect(hash()).toBeVisible()
  await page.reload()
  await expect(sign(page)).toBeVisible()
  await signIt(page)
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
  const { asking, confirming } = await patches(sandbox, cvms.onchainEoa)
  expect([asking.length, confirming.length, wallet.sent.length]).toEqual([1, 1, 1])
})

test('between the block and the confirmation: it is confirmed with the same transaction, and nobody signs again', async ({
  page,
  sandbox,
  wallet,
}) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewCompose(page, cvms.onchainEoa)
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(sign(page)).toBeVisible()
  // The server does not see the transaction yet, as right after a block.
  await sandbox.faults([
    {
      method: 'PATCH',
      path: patchPath,
      times: 100,
      then: { status: 467, body: { error_code: 'ERR-01-007', message: 'Transaction not found yet', details: [] } },
    },
  ])
  await signIt(page)
  await expect(page.getByText('Registered. Phala Cloud does not see it yet.')).toBeVisible({ timeout: 20_000 })
  await page.reload()
  await expect(page.getByText(/^Registered\.|Confirming the registration/).first()).toBeVisible({ timeout: 20_000 })
  await sandbox.clearFaults()
  await expect(done(page)).toBeVisible({ timeout: 45_000 })
  const { confirming } = await patches(sandbox, cvms.onchainEoa)
  expect(new Set(confirming.map(({ headers }) => headers['x-transaction-hash']))).toEqual(new Set([wallet.sent[0]!.hash]))
  expect(confirming.every(({ body }) => JSON.stringify(body) === '{}')).toBe(true)
  expect(wallet.sent).toHaveLength(1)
})

test('while the confirmation is on its way: its answer is looked up', async ({ page, sandbox, wallet }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewCompose(page, cvms.onchainEoa)
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(sign(page)).toBeVisible()
  await sandbox.faults([{ method: 'PATCH', path: patchPath, then: { delayMs: 2_000 } }])
  await signIt(page)
  await expect.poll(async () => (await patches(sandbox, cvms.onchainEoa)).confirming.length, { timeout: 20_000 }).toBeGreaterThan(0)
  await page.reload()
  await expect(done(page)).toBeVisible({ timeout: 45_000 })
  expect(wallet.sent).toHaveLength(1)
  expect((await patches(sandbox, cvms.onchainEoa)).asking).toHaveLength(1)
})

test('while the CVM restarts, and after it is done: the same update is followed to its end, once', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await sandbox.reset({ fleetSize: 8, applySeconds: 60 })
  await reviewVcpu(page, cvms.centralKms)
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByText('The update is being applied.').filter({ visible: true }).first()).toBeVisible({ timeout: 20_000 })
  await page.reload()
  await expect(page.getByText('The update is being applied.').filter({ visible: true }).first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('link', { name: /Unfinished 1/ })).toBeVisible()
  await page.goto('/unfinished')
  await page.getByRole('link', { name: 'See progress (storefront-api)' }).click()
  await sandbox.clock(120)
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
  expect((await patches(sandbox, cvms.centralKms)).asking).toHaveLength(1)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: /storefront-api/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0)
  await page.goto('/unfinished')
  await expect(page.getByText('Nothing is unfinished')).toBeVisible()
})
