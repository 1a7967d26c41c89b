import type { Page } from '@playwright/test'
import { expect } from './fixtures/gateway.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { passTimeUntil } from './fixtures/pass-time.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'
import { test } from './wallet/wallet-test.ts'

/** Reloads in the middle of a prompt and while the transaction is pending are in register-hash.spec.ts as well. */
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
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: /^Apply/ })).toBeVisible()
}

async function reviewCompose(page: Page, cvmId: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: 'Apply: ask for a signature' })).toBeVisible()
}

/** There once the hash is known. “Apply: ask for a signature” is another button. */
const sign = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign' })

async function signIt(page: Page) {
  await expect(sign(page)).not.toHaveAttribute('aria-disabled', 'true')
  await sign(page).click()
  const dialog = page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  await dialog.getByRole('button', { name: 'MetaMask' }).click()
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Sign' }).click()
  await expect(dialog).toHaveCount(0)
}

for (const [name, cvm, review] of [
  ['a change without a signature', 'centralKms', reviewVcpu],
  ['a change that needs one', 'onchainEoa', reviewCompose],
] as const) {
  test(`while ${name} is being sent: it is looked up, and applied once`, async ({ page, sandbox, wallet }) => {
    const { cvms } = await signedIn(page, sandbox)
    await page.clock.install()
    await review(page, cvms[cvm])
    await sandbox.faults([{ method: 'PATCH', path: patchPath, then: { delayMs: 2_000 } }])
    await page.getByRole('button', { name: /^Apply/ }).click()
    await expect(page.getByText('The change is being sent.').filter({ visible: true }).first()).toBeVisible()
    await expect.poll(async () => (await patches(sandbox, cvms[cvm])).asking).toHaveLength(1)
    await page.reload()
    if (cvm === 'onchainEoa') {
      // Nothing on the chain or in the operations tells whether a prepared change arrived, so the person is asked.
      await passTimeUntil(page, sandbox, page.getByText('It is not known whether the change was accepted.'))
      await page.getByRole('button', { name: 'Apply again' }).click()
      await signIt(page)
    }
    await passTimeUntil(page, sandbox, done(page))
    const signatures = cvm === 'onchainEoa' ? 1 : 0
    expect((await patches(sandbox, cvms[cvm])).asking).toHaveLength(1 + signatures)
    expect(wallet.sent).toHaveLength(signatures)
  })
}

/** The tab is closed, and what is opened later shares nothing with it but the browser's storage. */
async function killAndReopen(page: Page, meanwhile: () => Promise<unknown> = async () => {}): Promise<Page> {
  const [context, address] = [page.context(), page.url()]
  await page.close()
  await meanwhile()
  const next = await context.newPage()
  await next.goto(address)
  return next
}

test('a tab that is killed at every step: those that come after finish the update, with one transaction and one operation', async ({
  page: first,
  sandbox,
  wallet,
}) => {
  test.slow() // eleven tabs
  const { cvms, keys } = await signedIn(first, sandbox)
  await sandbox.reset({ fleetSize: 8, applySeconds: 60 })
  const cvmId = cvms.onchainEoa
  const operations = async (page: Page) => {
    const answer = await page.request.get(`/api/v1/cvms/${cvmId}/operations`, { headers: { 'X-API-Key': keys.owner } })
    return ((await answer.json()) as { items: unknown[] }).items.length
  }
  const before = await operations(first)
  let page = first
  const signingDialog = () => page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  const pressSign = () =>
    signingDialog()
      .getByRole('button', { name: /^Sign( again)?$/ })
      .click()
  const openDoor = async () => {
    await expect(sign(page)).not.toHaveAttribute('aria-disabled', 'true')
    await sign(page).click()
  }
  const says = (text: string | RegExp) => expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible({ timeout: 20_000 })

  await test.step('in the review', async () => {
    await reviewCompose(page, cvmId)
    page = await killAndReopen(page)
    await page.getByRole('button', { name: 'Apply: ask for a signature' }).click()
  })
  await test.step('with the hash on screen', async () => {
    await expect(sign(page)).toBeVisible()
    page = await killAndReopen(page)
    await openDoor()
  })
  await test.step('with the signing dialog open, no wallet connected', async () => {
    await expect(signingDialog().getByText('no wallet connected')).toBeVisible()
    page = await killAndReopen(page)
    await openDoor()
  })
  await test.step('connected, and the wallet is locked meanwhile', async () => {
    await signingDialog().getByRole('button', { name: 'MetaMask' }).click()
    await expect(signingDialog().getByRole('button', { name: 'Disconnect' })).toBeVisible()
    page = await killAndReopen(page, () => wallet.lock())
    await openDoor()
    await expect(signingDialog().getByText('no wallet connected')).toBeVisible()
    await signingDialog().getByRole('button', { name: 'MetaMask' }).click()
  })
  await test.step('with the prompt open, which is refused when no page is left', async () => {
    wallet.hold()
    await pressSign()
    await expect.poll(() => wallet.waiting()).toEqual(['eth_sendTransaction'])
    page = await killAndReopen(page, async () => {
      wallet.rejectNext('eth_sendTransaction')
      wallet.release()
      await expect.poll(() => wallet.waiting()).toEqual([])
    })
    await expect(signingDialog().getByText(/^Nothing was sent from 0xf39F…2266 since /)).toBeVisible()
    // No page heard the refusal; the person knows.
    await signingDialog().getByRole('button', { name: 'It is not in my wallet' }).click()
  })
  await test.step('with the prompt open, which is approved when no page is left', async () => {
    await sandbox.chain({ automine: false })
    wallet.hold()
    await pressSign()
    await expect.poll(() => wallet.waiting()).toEqual(['eth_sendTransaction'])
    page = await killAndReopen(page, async () => {
      wallet.release()
      await expect.poll(() => wallet.sent.length).toBe(1)
    })
  })
  await test.step('while the transaction waits for a block, which comes when no page is left', async () => {
    await says('Waiting for the transaction to be in a block.')
    const notYet = { status: 468, body: { error_code: 'ERR-01-008', message: 'not allowed yet', details: [] } }
    page = await killAndReopen(page, async () => {
      await sandbox.faults([{ method: 'PATCH', path: patchPath, times: 100, then: notYet }])
      await sandbox.chain({ automine: true })
    })
  })
  await test.step('registered, and not seen by the server yet', async () => {
    await says('Registered. Phala Cloud does not see it yet.')
    page = await killAndReopen(page, async () => {
      await sandbox.clearFaults()
      await sandbox.faults([{ method: 'PATCH', path: patchPath, then: { delayMs: 1_500 } }])
    })
  })
  await test.step('while the confirmation is on its way', async () => {
    const confirmed = (await patches(sandbox, cvmId)).confirming.length
    await expect.poll(async () => (await patches(sandbox, cvmId)).confirming.length, { timeout: 20_000 }).toBeGreaterThan(confirmed)
    page = await killAndReopen(page)
  })
  await test.step('while it is applied, which ends when no page is left', async () => {
    await says('The update is being applied.')
    page = await killAndReopen(page, () => sandbox.clock(120))
  })
  await test.step('when it is done', async () => {
    await expect(done(page)).toBeVisible({ timeout: 30_000 })
    page = await killAndReopen(page)
    await expect(done(page)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0)
  })

  const { asking, confirming } = await patches(sandbox, cvmId)
  expect(asking).toHaveLength(1)
  expect(new Set(confirming.map(({ headers }) => headers['x-transaction-hash']))).toEqual(new Set([wallet.sent[0]!.hash]))
  expect(confirming.every(({ body }) => JSON.stringify(body) === '{}')).toBe(true)
  expect(wallet.sent).toHaveLength(1)
  expect(await operations(page)).toBe(before + 1)
})

test('two tabs: one drives and the other says so, goes on when it is closed, and may take over', async ({
  page: first,
  sandbox,
  wallet,
}) => {
  const { cvms } = await signedIn(first, sandbox)
  await reviewCompose(first, cvms.onchainEoa)
  await first.getByRole('button', { name: /^Apply/ }).click()
  await expect(sign(first)).not.toHaveAttribute('aria-disabled', 'true')

  const second = await first.context().newPage()
  await second.goto(first.url())
  const follows = (page: Page) => expect(page.getByText('Another tab drives this update.')).toBeVisible()
  await follows(second)
  await expect(sign(second)).toHaveAttribute('aria-disabled', 'true')
  await first.close()
  await expect(second.getByText('Another tab drives this update.')).toHaveCount(0)
  await sandbox.chain({ automine: false })
  await signIt(second)

  const third = await second.context().newPage()
  await third.goto(second.url())
  await follows(third)
  await third.getByRole('button', { name: 'Take over' }).click()
  await follows(second)
  await sandbox.chain({ automine: true })
  for (const page of [second, third]) await expect(done(page)).toBeVisible({ timeout: 30_000 })
  const { asking, confirming } = await patches(sandbox, cvms.onchainEoa)
  expect([asking.length, confirming.length, wallet.sent.length]).toEqual([1, 1, 1])
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
