import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { elsewhere } from './fixtures/elsewhere.ts'
import { ownerOf } from './fixtures/owner-of.ts'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import type { SandboxControl, SandboxInfo } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'
import { WalletController } from './wallet/wallet-controller.ts'
import { expect, test } from './fixtures/gateway.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 }, permissions: ['clipboard-read', 'clipboard-write'] })

const signingDialog = (page: Page) => page.getByRole('dialog', { name: /allow this compose hash$/ })

/** The operator changes the compose file, opens the signing dialog, and copies the link for the owner. */
async function copyApprovalLink(page: Page, sandbox: SandboxControl, which: keyof SandboxInfo['cvms']): Promise<string> {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms[which]}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  const sign = page.getByRole('main').getByRole('button', { name: /^Sign/ })
  // Where the stored layout of a compose file is not known, the person has to say so first.
  const unproven = page.getByRole('checkbox', { name: /^Continue without this check/ })
  await expect(sign.and(page.locator(':not([aria-disabled])')).or(unproven)).toBeVisible()
  if (await unproven.isVisible()) await unproven.check()
  await page.getByRole('button', { name: 'Copy approval link' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  const ofPanel = await page.evaluate(() => navigator.clipboard.readText())
  await sign.click()
  await expect(signingDialog(page).getByText('This page continues by itself once the contract allows the hash.')).toBeVisible()
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await signingDialog(page).getByRole('button', { name: 'Copy approval link' }).click()
  await expect(signingDialog(page).getByText('Copied')).toBeVisible()
  const ofDoor = await page.evaluate(() => navigator.clipboard.readText())
  expect(ofDoor).toBe(ofPanel)
  return ofDoor
}

async function expectDone(page: Page, sandbox: SandboxControl, cvmId: string, oldHash: string) {
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  const { composeHash, bootError } = await sandbox.inside(cvmId)
  expect(composeHash).not.toBe(oldHash)
  expect(bootError).toBeNull()
}

/** A browser in which no wallet makes itself known. */
const withoutWallet = (page: Page) =>
  page.addInitScript(() => addEventListener('eip6963:announceProvider', (event) => event.stopImmediatePropagation(), true))

test('without a wallet here, the owner signs in another browser without a key, and the operator’s page goes on by itself', async ({
  page,
  browser,
  gateway,
  sandbox,
  problems,
}) => {
  const { cvms, accounts, chainId, keys } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await withoutWallet(page)
  const link = await copyApprovalLink(page, sandbox, 'onchainEoa')
  await expect(signingDialog(page).getByText('There is no wallet in this browser.')).toBeVisible()
  const download = page.waitForEvent('download')
  await signingDialog(page).getByRole('button', { name: 'Save the change' }).click()
  const change = await readFile(await (await download).path(), 'utf8')
  expect(new URL(link).search).toBe('')
  for (const key of Object.values(keys)) expect(link).not.toContain(key)

  // Whoever made the link may look at it as well, and comes back to an update that still waits.
  await page.goto(link)
  await expect(page.getByText('at most about', { exact: false })).toBeVisible()
  const openChange = (text: string) =>
    page.getByLabel('Saved change').setInputFiles({ name: 'change.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await openChange(change.replace('one line more', 'nothing to see'))
  await expect(page.getByText('This file is not what the hash stands for.')).toBeVisible()
  await openChange(change)
  await expect(page.getByText('The new version in this file has exactly this hash.')).toBeVisible()
  await expect(page.getByText('allowed on-chain')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Difference of Compose file' }).getByText('# one line more').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goBack()
  await expect(page.getByText(/^The change is prepared/)).toBeVisible()

  const context = await elsewhere(browser, problems)
  const wallet = await WalletController.install(context, {
    accounts: { owner: accounts.owner },
    rpcUrls: { [chainId]: `${gateway.url}/rpc/${chainId}` },
  })
  const owners = await context.newPage()
  const asked: string[] = []
  owners.on('request', (request) => asked.push(request.url()))
  await owners.goto(link)
  await expect(owners.getByRole('heading', { level: 1, name: 'Approve an update of settlement-engine' })).toBeVisible()
  await expect(owners.getByText('at most about', { exact: false })).toBeVisible()
  const standing = owners.getByRole('region', { name: 'Status' })
  await expect(standing.getByText('not allowed yet').first()).toBeVisible()

  const sign = owners.getByRole('button', { name: /^Sign( again)?$/ })
  await owners.getByRole('button', { name: 'MetaMask' }).click()
  await expect(owners.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  wallet.rejectNext('eth_sendTransaction')
  await sign.click()
  await expect(owners.getByText('You declined in the wallet.')).toBeVisible()
  await sandbox.chain({ automine: false })
  await sign.click()
  await expect(owners.getByText('Sent. Waiting for the transaction to be in a block.')).toBeVisible()
  // Nothing is asked twice: the transaction is found again after a reload.
  await owners.reload()
  await expect(owners.getByText('Sent. Waiting for the transaction to be in a block.')).toBeVisible()
  await expect(sign).toHaveCount(0)
  await sandbox.chain({ mine: 1, automine: true })
  await expect(owners.getByText('Allowed. Nothing more to do here.')).toBeVisible()

  await expectDone(page, sandbox, cvms.onchainEoa, before.composeHash)
  const after = await sandbox.inside(cvms.onchainEoa)
  expect(wallet.sent.map(({ data, value }) => ({ data, value }))).toEqual([{ data: `0xdfc77223${after.composeHash}`, value: 0n }])
  // The page is for whoever has the link: it asked the API for nothing, and nothing of the link went to a server.
  expect(asked.filter((url) => /\/api\/|\/session/.test(url))).toEqual([])
  expect(asked.filter((url) => url.includes(after.composeHash))).toEqual([])
  await context.close()
})

test('a Safe’s signer takes the batch from the link, and the operator’s page goes on when the Safe made the call', async ({
  page,
  browser,
  sandbox,
  problems,
}) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainSafe)
  const link = await copyApprovalLink(page, sandbox, 'onchainSafe')

  const context = await elsewhere(browser, problems)
  const signers = await context.newPage()
  await signers.setViewportSize({ width: 375, height: 760 })
  await signers.goto(link)
  await expect(signers.getByText(/a 1-of-1 Safe/)).toBeVisible()
  await expect(signers.getByRole('button', { name: /^Sign/ })).toHaveCount(0)
  await expectNoSidewaysScrolling(signers)
  const download = signers.waitForEvent('download')
  await signers.getByRole('button', { name: 'Save Safe batch' }).click()
  const batch = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
    transactions: { to: string; contractMethod: { name: string }; contractInputsValues: { composeHash: string } }[]
  }
  const [call] = batch.transactions
  // Method and argument, as signers read them; the builder makes the data of them.
  expect(call!.contractMethod.name).toBe('addComposeHash')
  const data = `0xdfc77223${call!.contractInputsValues.composeHash.slice(2)}`

  await sandbox.chain({ execute: { as: await ownerOf(page, call!.to), to: call!.to, data } })
  await expect(signers.getByText('Allowed. Nothing more to do here.')).toBeVisible()
  await context.close()
  await expectDone(page, sandbox, cvms.onchainSafe, before.composeHash)
  await page.goto(link)
  await expect(page.getByText('Allowed. Nothing more to do here.')).toBeVisible()
  await expectNoAxeViolations(page)
})

test('nothing that is pressed to sign moves when the contract has told its owner', async ({ page, sandbox }) => {
  const link = await copyApprovalLink(page, sandbox, 'onchainEoa')
  const { chainId } = await sandbox.info()
  const pressed = [page.getByRole('button', { name: 'Sandbox Wallet' }), page.getByRole('button', { name: 'Sign', exact: true })]
  const owner = page.getByRole('button', { name: 'Copy owner address' })
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('about:blank')
    await sandbox.faults([{ method: 'POST', path: `/rpc/${chainId}`, times: 3, then: { delayMs: 2_500 } }])
    await page.goto(link)
    for (const button of pressed) await expect(button).toBeVisible()
    await expect(owner, 'the contract has not answered yet').toHaveCount(0)
    const boxes = () => Promise.all(pressed.map((button) => button.boundingBox()))
    const before = await boxes()
    await expect(owner).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(/^at most about /)).toBeVisible({ timeout: 30_000 })
    expect(await boxes()).toEqual(before)
    await sandbox.clearFaults()
  }
})

test('a link that was cut off, changed or made up says so', async ({ page, sandbox }) => {
  const { cvms } = await sandbox.info()
  const hash = 'ab'.repeat(32)
  const open = async (fragment: string) => {
    await page.goto('about:blank')
    await page.goto(`/approve${fragment}`)
  }
  const title = (name: string) => page.getByRole('heading', { level: 1, name })
  await open('')
  await expect(title('This is not a complete approval link')).toBeVisible()
  await expectNoAxeViolations(page)
  await open(`#v=1&name=x&chain=31337&app=${cvms.onchainEoa}&issued=2026-01-01T00:00:00.000Z&hash=${hash}&sum=00000000`)
  await expect(title('This approval link is incomplete or was changed')).toBeVisible()
  await open('#v=2')
  await expect(title('This approval link is from another version')).toBeVisible()
  await expect(page.getByRole('button', { name: /Sign/ })).toHaveCount(0)
})
