import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expectNowhere, watch } from './fixtures/canary.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import { elsewhere } from './fixtures/elsewhere.ts'
import { copied, ownerAllows } from './fixtures/handing-over.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 }, permissions: ['clipboard-read', 'clipboard-write'] })

const day = 24 * 60 * 60
const confirm = (page: Page) => page.getByRole('button', { name: /^Confirm/ })
const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** The operator changes the compose file of a Safe's CVM and prepares it. Returns the finisher link with what is in it. */
async function prepareForApproval(page: Page, sandbox: SandboxControl) {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.onchainSafe}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  return prepare(page)
}

async function prepare(page: Page) {
  await page.getByRole('button', { name: 'Prepare for approval' }).click()
  const unproven = page.getByRole('checkbox', { name: /^Continue without this check/ })
  const copy = page.getByRole('button', { name: 'Copy finisher link' })
  await expect(copy.or(unproven)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 }), 'the pressed button is gone').toBeFocused()
  if (await unproven.isVisible()) await unproven.check()
  const link = await copied(page, 'finisher link')
  const fields = new URLSearchParams(new URL(link).hash.slice(1))
  return { link, token: fields.get('secret')!, to: `0x${fields.get('app')}`, hash: fields.get('hash')! }
}

test('a prepared update is approved by its Safe and started by whoever has the finisher link, whose token is nowhere', async ({
  page,
  browser,
  gateway,
  sandbox,
  problems,
}) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainSafe)
  const operators = watch(page)
  const { link, token, to, hash } = await prepareForApproval(page, sandbox)
  expect(token).toMatch(/^[0-9a-f-]{36}$/)
  await page.getByText('Commit request', { exact: true }).click()
  await expect(page.locator('pre[aria-label="Commit request"]')).toContainText(hash)
  await expectNoAxeViolations(page)
  await expectNowhere(page, token, operators)
  const ticketText = await copied(page, 'ticket text')
  expect(ticketText).toContain(`Compose hash: 0x${hash}`)
  expect(ticketText + (await copied(page, 'approval link'))).not.toContain(token)

  // From now on the operator's browser does nothing.
  await page.goto('/unfinished')
  await expect(page.getByRole('listitem').getByText('Prepared for approval')).toBeVisible()
  await expectNowhere(page, token, operators)
  await page.goto('about:blank')

  const context = await elsewhere(browser, problems)
  const finisher = await context.newPage()
  const seen = watch(finisher)
  await finisher.goto(link)
  await expect(title(finisher, 'Confirm the update of treasury-signer')).toBeVisible()
  await expect(finisher.getByText('Waiting for the contract’s owner.')).toBeVisible()
  await expect(confirm(finisher)).toHaveAccessibleDescription('The contract does not allow the hash yet.')
  await expectNoAxeViolations(finisher)
  // The first address is the one that was opened; every one after it is without the token, and so is all that can be read.
  expect(seen.addresses.shift()).toBe(link)
  await expectNowhere(finisher, token, seen, { openedWithIt: true })
  const devtools = await context.newCDPSession(finisher)
  const { entries } = await devtools.send('Page.getNavigationHistory')
  expect(entries.map(({ url }) => url).join('\n'), 'where “back” leads').not.toContain(token)

  await ownerAllows(page, sandbox, { to, hash })
  await expect(finisher.getByText('Allowed. The update can be confirmed.')).toBeVisible()
  await confirm(finisher).click()
  await expect(finisher.getByText('Confirmed. Phala Cloud accepted the update.')).toBeVisible()
  await expect(confirm(finisher)).toHaveCount(0)
  await expect(finisher.getByRole('heading', { level: 1 })).toBeFocused()
  await expectNowhere(finisher, token, seen, { openedWithIt: true })
  expect(await seen.holding(token)).toEqual([`POST /api/v1/cvms/${cvms.onchainSafe}/commit-update`])
  expect(gateway.output()).not.toContain(token)

  // The link works once, and does not say more than that.
  await finisher.goto('about:blank')
  await finisher.goto(link)
  await confirm(finisher).click()
  await expect(finisher.getByText('This link does not work any more.')).toBeVisible()
  await expectNowhere(finisher, token, { ...seen, addresses: [] }, { openedWithIt: true })
  await context.close()

  // The operator comes back and finds it finished.
  await page.goto(`/cvms/${cvms.onchainSafe}/update`)
  await expect(page.getByText(/^Done\./)).toBeVisible({ timeout: 30_000 })
  const trace = page.getByRole('region', { name: 'Trace' })
  await expect(trace.getByText('not by this browser', { exact: false }).first()).toBeVisible()
  await expect(trace.getByText(`0x${hash}`)).toHaveCount(3)
  const after = await sandbox.inside(cvms.onchainSafe)
  expect(after.composeHash).toBe(hash)
  expect(after.composeHash).not.toBe(before.composeHash)
  const written = after.requests.filter(({ method, path }) => method === 'PATCH' && path === `/api/v1/cvms/${cvms.onchainSafe}`)
  expect(written.map(({ headers }) => headers['x-prepare-only'])).toEqual(['true'])
})

test('a finisher link that mail filters, chats and scanners changed still works, and its token is nowhere', async ({
  page,
  browser,
  gateway,
  sandbox,
  problems,
}) => {
  test.slow() // seven pages
  const { link, token } = await prepareForApproval(page, sandbox)
  const { origin } = new URL(link)
  const behind = link.slice(`${origin}/finish`.length)
  const forms = [
    `${origin}/finish${behind.replace('#', '%23')}`,
    `${origin}/finish${behind.replace('#', '?')}`,
    `${origin}/finish${encodeURIComponent(behind)}`,
    `${origin}/finish${encodeURIComponent(encodeURIComponent(behind))}`,
    `${link}).`,
    `${origin}/go?url=${encodeURIComponent(link)}`,
  ]
  const context = await elsewhere(browser, problems)
  for (const form of forms) {
    const finisher = await context.newPage()
    const seen = watch(finisher)
    await finisher.goto(form)
    await expect(title(finisher, 'Confirm the update of treasury-signer')).toBeVisible()
    await expect(confirm(finisher)).toHaveAccessibleDescription('The contract does not allow the hash yet.')
    // The first request and the first address are the link as it was opened. Nothing after them holds the token.
    expect(seen.urls().slice(1).join('\n')).not.toContain(token)
    await expectNowhere(finisher, token, { ...seen, urls: () => [], addresses: seen.addresses.slice(1) }, { openedWithIt: true })
    await finisher.close()
  }
  // What cannot be put right is refused in the page, with the token out of the address.
  const finisher = await context.newPage()
  await finisher.goto(`${origin}/finish/secret=${token}`)
  await expect(title(finisher, 'Confirm a prepared update')).toBeVisible()
  expect(finisher.url()).toBe(`${origin}/finish`)
  await context.close()
  expect(gateway.output(), 'the log').not.toContain(token)
})

test('a newer prepared update replaces the link before; a reload forgets the token; time and 466 are said in one text', async ({
  page,
  sandbox,
}) => {
  const first = await prepareForApproval(page, sandbox)
  await page.reload()
  await expect(page.getByText('Its token is only in the memory of the tab that prepared the update', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Back to the review' }).click()
  await expect(page.getByText('An update of this CVM is already prepared and waiting.')).toBeVisible()
  const second = await prepare(page)
  expect(second.hash).toBe(first.hash)
  expect(second.token).not.toBe(first.token)
  // Away from the operator's page, which would confirm by itself.
  await page.goto('about:blank')
  await ownerAllows(page, sandbox, second)

  await page.goto(first.link)
  await confirm(page).click()
  await expect(page.getByText('This link does not work any more.')).toBeVisible()
  await expect(page.getByText(/another update was prepared since/)).toBeVisible()

  // Pasted over the first one: the same page reads it.
  await page.goto(second.link)
  await expect(page.getByText('Allowed. The update can be confirmed.')).toBeVisible()
  await page.setViewportSize({ width: 375, height: 760 })
  await expectNoSidewaysScrolling(page)
  await page.reload()
  await expect(page.getByText('To confirm, open the finisher link again.')).toBeVisible()
  await expect(confirm(page)).toHaveAccessibleDescription(/The secret part of the link is not in this page/)

  await sandbox.clock(15 * day)
  await page.goto(second.link)
  await confirm(page).click()
  await expect(page.getByText('This link does not work any more.')).toBeVisible()
})

test('a commit whose answer is lost is not called failed, and a second press cannot start it twice', async ({
  page,
  browser,
  sandbox,
  problems,
}) => {
  const { cvms } = await sandbox.info()
  const prepared = await prepareForApproval(page, sandbox)
  await page.goto('about:blank')
  await ownerAllows(page, sandbox, prepared)
  // Chromium repeats a request by itself when a reused connection breaks, so the first answer is not the only one to lose.
  await sandbox.faults([{ method: 'POST', path: '/api/v1/cvms/{id}/commit-update', times: 5, then: 'drop-after' }])
  const context = await elsewhere(browser, problems)
  const finisher = await context.newPage()
  await finisher.goto(prepared.link)
  await confirm(finisher).click()
  await expect(finisher.getByText('No confirmed response.')).toBeVisible()
  await sandbox.clearFaults()
  await confirm(finisher).click()
  await expect(finisher.getByText('The link was already used, most likely by your own confirmation.')).toBeVisible()
  await context.close()
  await expect.poll(async () => (await sandbox.inside(cvms.onchainSafe)).composeHash).toBe(prepared.hash)
})

test('a link that was cut off or made up starts nothing', async ({ page }) => {
  const open = async (fragment: string) => {
    await page.goto('about:blank')
    await page.goto(`/finish${fragment}`)
  }
  await open('')
  await expect(title(page, 'Confirm a prepared update')).toBeVisible()
  await expectNoAxeViolations(page)
  await open('#v=1&name=x&cvm=cvm_1&secret=7b0c2f4e-1f2a')
  await expect(title(page, 'This finisher link is incomplete or was changed')).toBeVisible()
  expect(page.url()).not.toContain('7b0c2f4e')
  await expect(confirm(page)).toHaveCount(0)
})
