import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { ownerOf } from './fixtures/owner-of.ts'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { test as withoutMetaMask } from './fixtures/gateway.ts'
import { expect, test } from './wallet/wallet-test.ts'

const quick = { fleetSize: 8, applySeconds: 1 }
test.use({ world: quick })

// What can go wrong between the first answer and the last is listed, situation by situation, in src/app/register-hash.test.tsx.

const signingDialog = (page: Page) => page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
const signButton = (dialog: Locator) => dialog.getByRole('button', { name: /^Sign( again)?$/ })

async function signIn(page: Page, sandbox: SandboxControl) {
  const { keys } = await sandbox.info()
  const answer = await page.request.post('/session', { data: { apiKey: keys.owner } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** Adds a line to the compose file and goes as far as the server's request for a signature. */
async function changeCompose(page: Page, sandbox: SandboxControl, cvmId: string) {
  await signIn(page, sandbox)
  await page.goto(`/cvms/${cvmId}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  await openDoor(page)
}

async function openDoor(page: Page) {
  const sign = page.getByRole('main').getByRole('button', { name: /^Sign/ })
  await expect(sign).toBeVisible()
  // Where the stored layout of a compose file is not known, the person has to say so first.
  const unproven = page.getByRole('checkbox', { name: /^Continue without this check/ })
  await expect(sign.and(page.locator(':not([aria-disabled])')).or(unproven)).toBeVisible()
  if (await unproven.isVisible()) await unproven.check()
  await sign.click()
  await expect(signingDialog(page)).toBeVisible()
}

async function connect(page: Page) {
  const dialog = signingDialog(page)
  await dialog.getByRole('button', { name: 'MetaMask' }).click()
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  return dialog
}

/** The call as the signing dialog shows it, before any wallet is asked. */
async function callShown(dialog: Locator) {
  await expect(dialog.getByText(/at most about|so no account can sign/).first()).toBeVisible()
  const text = (await dialog.innerText()).replace(/\s/g, '')
  const contract = /Appcontract(0x[0-9a-fA-F]{40})/.exec(text)?.[1] ?? ''
  const hash = /Composehash0x([0-9a-f]{64})/.exec(text)?.[1] ?? ''
  return { contract, hash, text }
}

/** What the server got for this CVM: the request that asked for the change, and the one that confirmed it. */
async function patches(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  const all = requests.filter(({ method }) => method === 'PATCH')
  const confirming = all.filter(({ headers }) => headers['x-transaction-hash'] !== undefined)
  return { asking: all.filter((request) => !confirming.includes(request)), confirming }
}

async function expectRunningWithNewHash(page: Page, sandbox: SandboxControl, cvmId: string, oldHash: string) {
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  const { composeHash, composeFile, bootError } = await sandbox.inside(cvmId)
  expect(composeHash).not.toBe(oldHash)
  expect(composeFile).toContain('# one line more')
  expect(bootError).toBeNull()
}

/** A tap on a button that says why it does nothing. */
const press = (button: Locator) => button.click({ force: true })

test('a compose change is signed, confirmed with its transaction, and runs', async ({ page, sandbox, wallet }) => {
  const { cvms, accounts, kmsContractAddress } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await changeCompose(page, sandbox, cvms.onchainEoa)

  // Everything that the wallet will show is on screen before any wallet was asked anything.
  const dialog = signingDialog(page)
  await expect(dialog.getByText('at most about', { exact: false })).toBeVisible()
  await expect(dialog.getByText('Sandbox chain (31337)')).toBeVisible()
  await expect(dialog.getByText('addComposeHash(bytes32)')).toBeVisible()
  await expect(dialog.getByText('no wallet connected')).toBeVisible()
  expect(wallet.seen).toEqual([])
  const shown = await callShown(dialog)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })

  await connect(page)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  await signButton(dialog).dblclick()
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)

  expect(wallet.count('eth_sendTransaction')).toBe(1)
  const [sent] = wallet.sent
  const after = await sandbox.inside(cvms.onchainEoa)
  expect(sent).toMatchObject({ from: accounts.owner.address, value: 0n, data: `0xdfc77223${after.composeHash}` })
  expect(shown.contract.toLowerCase()).toBe(sent?.to?.toLowerCase())
  expect(shown.hash).toBe(after.composeHash)
  expect(sent?.to?.toLowerCase()).not.toBe(kmsContractAddress.toLowerCase())

  const { asking, confirming } = await patches(sandbox, cvms.onchainEoa)
  expect(asking).toHaveLength(1)
  expect(Object.keys(asking[0]?.body as object)).toEqual(['docker_compose_file'])
  expect(confirming).toHaveLength(1)
  expect(confirming[0]?.body).toEqual({})
  expect(confirming[0]?.headers).toMatchObject({ 'x-compose-hash': after.composeHash, 'x-transaction-hash': sent?.hash })

  await page.getByText('Confirmation request', { exact: true }).click()
  const confirmation = page.locator('pre[aria-label="Confirmation request"]')
  await expect(confirmation).toContainText(`X-Compose-Hash: ${after.composeHash}`)
  await expect(confirmation).toContainText(`X-Transaction-Hash: ${sent?.hash}`)
})

test('a refusal in the wallet loses nothing, and signing again goes through', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = await connect(page)
  wallet.rejectNext('eth_sendTransaction')
  await signButton(dialog).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(/You declined/).first()).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('main').locator(':focus')).toBeVisible()
  expect(wallet.sent).toEqual([])

  await openDoor(page)
  await signButton(signingDialog(page)).click()
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  expect(wallet.sent).toHaveLength(1)
  expect((await patches(sandbox, cvms.onchainEoa)).asking).toHaveLength(1)
})

for (const width of [1280, 375]) {
  test(`at ${width} px, Sign says why it waits after a reload, and stays where it is when the contract has told its owner`, async ({
    page,
    sandbox,
  }) => {
    const { cvms, chainId } = await sandbox.info()
    await page.setViewportSize({ width, height: 800 })
    await changeCompose(page, sandbox, cvms.onchainEoa)
    await signingDialog(page).getByRole('button', { name: 'Close' }).last().click()
    await sandbox.faults([{ method: 'POST', path: `/rpc/${chainId}`, times: 100, then: { delayMs: 2_500 } }])
    await page.reload()
    const sign = page.getByRole('main').getByRole('button', { name: 'Sign' })
    await expect(sign).toHaveAttribute('aria-disabled', 'true')
    await expect(sign).toHaveAccessibleDescription('Looking up where this update stands.')
    await expect(sign).not.toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 })
    const owner = page.getByRole('button', { name: 'Copy owner address' })
    await expect(owner, 'the contract has not answered yet').toHaveCount(0)
    const before = (await sign.boundingBox())!
    await expect(owner).toBeVisible({ timeout: 30_000 })
    expect(await sign.boundingBox()).toEqual(before)
    await sign.click()
    await expect(signingDialog(page)).toBeVisible()
  })
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 375, height: 800 },
  { width: 430, height: 932 },
]) {
  test(`at ${viewport.width} px, nothing that is pressed to sign moves when the contract has told its owner`, async ({
    page,
    sandbox,
    wallet,
  }) => {
    const { cvms, chainId } = await sandbox.info()
    await page.setViewportSize(viewport)
    await changeCompose(page, sandbox, cvms.onchainEoa)
    const dialog = signingDialog(page)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await sandbox.faults([{ method: 'POST', path: `/rpc/${chainId}`, times: 200, then: { delayMs: 2_500 } }])
    await page.reload()
    await openDoor(page)
    const pressed = [dialog.getByRole('button', { name: 'MetaMask' }), signButton(dialog)]
    const owner = dialog.getByRole('button', { name: 'Copy owner address' })
    await expect(owner, 'the contract has not answered yet').toHaveCount(0)
    const boxes = () => Promise.all(pressed.map((button) => button.boundingBox()))
    const before = await boxes()
    expect(before).not.toContain(null)
    await expect(owner).toBeVisible({ timeout: 30_000 })
    await expect(dialog.getByText(/^at most about /)).toBeVisible({ timeout: 30_000 })
    expect(await boxes()).toEqual(before)
    expect(wallet.seen).toEqual([])
  })
}

test('a reload while the transaction is pending goes on without asking the wallet again', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await changeCompose(page, sandbox, cvms.onchainEoa)
  await connect(page)
  await sandbox.chain({ automine: false })
  await signButton(signingDialog(page)).click()
  await expect.poll(() => wallet.sent.length).toBe(1)
  await expect(signingDialog(page)).toHaveCount(0)

  await page.reload()
  await expect(page.getByText(wallet.sent[0]!.hash.slice(2, 10), { exact: false }).first()).toBeVisible()
  // Not in the chain yet, so the server must not have been told.
  expect((await patches(sandbox, cvms.onchainEoa)).confirming).toEqual([])

  await sandbox.chain({ mine: 1, automine: true })
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  expect(wallet.count('eth_sendTransaction')).toBe(1)
  expect((await patches(sandbox, cvms.onchainEoa)).confirming).toHaveLength(1)
})

test('a prompt that a reload left behind is looked up before anyone signs again', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await changeCompose(page, sandbox, cvms.onchainEoa)
  await connect(page)
  wallet.hold()
  await signButton(signingDialog(page)).click()
  await expect(signingDialog(page).getByText('Confirm in your wallet.')).toBeVisible()
  await expect.poll(() => wallet.waiting()).toEqual(['eth_sendTransaction'])

  // Closing the signing dialog leaves the way back on the page.
  await page.keyboard.press('Escape')
  await expect(signingDialog(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Continue signing' })).toBeFocused()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expect(signingDialog(page).getByRole('button', { name: 'Waiting for your wallet' })).toBeVisible()

  await page.reload()
  await expect(signingDialog(page).getByText(/^Nothing was sent from 0xf39F…2266 since /)).toBeVisible()
  await expect(signingDialog(page).getByText(/^The earlier request may still be open in your wallet/)).toBeVisible()
  expect(wallet.count('eth_sendTransaction')).toBe(1)

  // Approved after all, in a wallet whose page is gone: the chain tells.
  wallet.release()
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  expect(wallet.sent).toHaveLength(1)
})

test('a prompt that nobody answers can be let go of, and the page knows that nothing was sent', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = await connect(page)
  wallet.hold()
  await signButton(dialog).click()
  await expect(dialog.getByText('A request is waiting in your wallet.')).toBeVisible({ timeout: 15_000 })
  await dialog.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(dialog.getByText(/^Nothing was sent from /)).toBeVisible()

  // The late refusal ends it, in the same words as an early one.
  wallet.rejectNext('eth_sendTransaction')
  wallet.release()
  await expect(dialog).toHaveCount(0)
  expect(wallet.count('eth_sendTransaction')).toBe(1)
  expect(wallet.sent).toEqual([])
})

test.describe('with a wallet on another network', () => {
  test.use({ walletChains: { chainId: 8453, knownChains: [8453] } })

  test('the network is switched, added where it is unknown, before anything is signed', async ({ page, sandbox, wallet }) => {
    const { cvms } = await sandbox.info()
    const before = await sandbox.inside(cvms.onchainEoa)
    await changeCompose(page, sandbox, cvms.onchainEoa)
    const dialog = await connect(page)
    await expect(dialog.getByText('Your wallet is on Base; this app lives on Sandbox chain.').first()).toBeVisible()
    await press(signButton(dialog))
    expect(wallet.count('eth_sendTransaction')).toBe(0)

    wallet.rejectNext('wallet_addEthereumChain')
    await dialog.getByRole('button', { name: 'Switch to Sandbox chain' }).click()
    await expect(dialog.getByText('You declined the change of network.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Switch to Sandbox chain' }).click()
    await expect(dialog.getByRole('button', { name: 'Switch to Sandbox chain' })).toHaveCount(0)
    const added = wallet.seen.filter(({ method }) => method === 'wallet_addEthereumChain').at(-1)
    expect(added?.params).toMatchObject([
      { chainId: '0x7a69', chainName: 'Sandbox chain', rpcUrls: [expect.stringMatching(/\/rpc\/31337$/)] },
    ])

    await signButton(dialog).click()
    await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
    expect(wallet.sent).toHaveLength(1)
  })
})

test('a wallet on another account is not asked, and the page follows when the account is switched', async ({ page, sandbox, wallet }) => {
  const { cvms, accounts } = await sandbox.info()
  await wallet.setAccount('stranger')
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = await connect(page)
  await expect(dialog.getByText('Only 0xf39F…2266 may sign; your wallet is on 0x7099…79C8.').first()).toBeVisible()
  await press(signButton(dialog))
  expect(wallet.count('eth_sendTransaction')).toBe(0)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })

  await wallet.setAccount('owner')
  await expect(signButton(dialog)).not.toHaveAttribute('aria-disabled', 'true')
  // At the last moment the contract has another owner: found before the wallet opens.
  const { contract } = await callShown(dialog)
  await sandbox.chain({ setOwner: { app: contract, owner: accounts.stranger.address } })
  await signButton(dialog).click()
  await expect(dialog.getByText('Only 0x7099…79C8 may sign; your wallet is on 0xf39F…2266.').first()).toBeVisible()
  expect(wallet.count('eth_sendTransaction')).toBe(0)
})

test('a Safe that owns the app approves elsewhere, and the page continues by itself', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainSafe)
  await changeCompose(page, sandbox, cvms.onchainSafe)
  const dialog = signingDialog(page)
  await expect(dialog.getByText(/is a Safe, so no account can sign here/)).toBeVisible()
  await expect(signButton(dialog)).toHaveCount(0)
  const { contract, text } = await callShown(dialog)
  const data = /0xdfc77223[0-9a-f]{64}/.exec(text)![0]
  await sandbox.chain({ execute: { as: await ownerOf(page, contract), to: contract, data } })
  await expectRunningWithNewHash(page, sandbox, cvms.onchainSafe, before.composeHash)
  expect(wallet.seen).toEqual([])
})

test('a device that the contract refuses is allowed first, in a step of its own, and then the CVM starts', async ({
  page,
  sandbox,
  wallet,
}) => {
  test.slow() // two signatures, a refusal and a reload
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.deviceNotAllowed)
  await changeCompose(page, sandbox, cvms.deviceNotAllowed)
  const dialog = signingDialog(page)
  const step = dialog.getByRole('region', { name: 'First: allow this CVM’s device' })
  await expect(step.getByText('addDevice(bytes32)')).toBeVisible()
  await expect(step.getByText('0x2a819728')).toBeVisible()
  await expect(dialog.getByText('After the device, your wallet will show')).toBeVisible()
  await press(step.getByRole('button', { name: 'Sign for the device' }))
  expect(wallet.seen).toEqual([])
  await connect(page)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  await press(signButton(dialog))
  await expect(dialog.getByText('The device comes first', { exact: false }).first()).toBeVisible()
  expect(wallet.count('eth_sendTransaction')).toBe(0)

  wallet.rejectNext('eth_sendTransaction')
  await step.getByRole('button', { name: 'Sign for the device' }).click()
  await expect(step.getByText(/You declined/)).toBeVisible()
  await sandbox.chain({ automine: false })
  await step.getByRole('button', { name: 'Sign for the device' }).dblclick()
  await expect(step.getByText('Sent. Waiting for its block.')).toBeVisible()
  await press(signButton(dialog))
  expect(wallet.count('eth_sendTransaction'), 'one refused, one sent').toBe(2)

  // After a reload it is known as well; what waits for a block is not paid for twice.
  await page.reload()
  await openDoor(page)
  await expect(step.getByText('Sent. Waiting for its block.')).toBeVisible()
  await press(step.getByRole('button', { name: 'Sign again for the device' }))
  expect(wallet.count('eth_sendTransaction')).toBe(2)
  await sandbox.chain({ automine: true })
  await expect(signButton(dialog)).not.toHaveAttribute('aria-disabled', 'true')
  await expect(step).toHaveCount(0)
  await signButton(dialog).click()
  await expectRunningWithNewHash(page, sandbox, cvms.deviceNotAllowed, before.composeHash)
  expect(wallet.sent.map(({ data }) => data?.slice(0, 10))).toEqual([expect.stringMatching(/^0x(?!dfc77223)/), '0xdfc77223'])
})

test('a Safe gets one file with the calls that it has to make', async ({ page, sandbox }) => {
  const { cvms } = await sandbox.info()
  await changeCompose(page, sandbox, cvms.onchainSafe)
  const dialog = signingDialog(page)
  const { contract, hash } = await callShown(dialog)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save Safe batch' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe(`safe-batch-${hash.slice(0, 8)}.json`)
  const batch: unknown = JSON.parse(await readFile(await saved.path(), 'utf8'))
  expect(batch).toMatchObject({
    chainId: '31337',
    meta: { checksum: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
    transactions: [
      {
        to: contract,
        value: '0',
        data: null,
        contractMethod: { name: 'addComposeHash' },
        contractInputsValues: { composeHash: `0x${hash}` },
      },
    ],
  })
})

test('an owner who signs on another device is noticed, and the wallet here is not asked', async ({ page, sandbox, wallet }) => {
  const { cvms, accounts } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const call = await callShown(signingDialog(page))
  await sandbox.chain({ execute: { as: accounts.owner.address, to: call.contract, data: `0xdfc77223${call.hash}` } })
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  expect(wallet.seen).toEqual([])
})

test('an app that nobody owns is explained, without a button to press', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = signingDialog(page)
  const { contract } = await callShown(dialog)
  await sandbox.chain({ setOwner: { app: contract, owner: `0x${'0'.repeat(40)}` } })
  await expect(dialog.getByText('Nobody owns this app contract any more.')).toBeVisible()
  await expect(signButton(dialog)).toHaveCount(0)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  expect(wallet.seen).toEqual([])
})

test('a wallet that fails after it has sent is not asked a second time', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  const before = await sandbox.inside(cvms.onchainEoa)
  wallet.failNext('eth_sendTransaction', 'after')
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = await connect(page)
  await sandbox.chain({ automine: false })
  await signButton(dialog).click()
  await expect(dialog).toHaveCount(0)
  await sandbox.chain({ automine: true })
  await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  expect(wallet.sent).toHaveLength(1)
  expect(wallet.seen.filter(({ method }) => method.endsWith('sendTransaction'))).toHaveLength(1)
})

test('among several wallets the one used last is connected again, without a prompt', async ({ page, sandbox, wallet }) => {
  const { cvms } = await sandbox.info()
  await changeCompose(page, sandbox, cvms.onchainEoa)
  const dialog = signingDialog(page)
  const wallets = dialog.getByRole('list', { name: 'Wallets in this browser' }).getByRole('button')
  await expect(wallets).toHaveCount(2)
  await expect(wallets.filter({ hasText: 'Sandbox Wallet' })).toBeVisible()
  wallet.rejectNext('wallet_requestPermissions')
  await dialog.getByRole('button', { name: 'MetaMask' }).click()
  await expect(dialog.getByText('You declined to connect.')).toBeVisible()
  await connect(page)

  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.reload()
  await openDoor(page)
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  await expect(dialog.getByText('MetaMask')).toBeVisible()
  expect(wallet.count('wallet_requestPermissions')).toBe(2)

  await wallet.lock()
  await expect(dialog.getByRole('button', { name: 'MetaMask' })).toBeVisible()
  await expect(signButton(dialog)).toHaveAttribute('aria-disabled', 'true')
  await wallet.unlock()
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Disconnect' }).click()
  await expect(dialog.getByRole('button', { name: 'Sandbox Wallet' })).toBeVisible()
})

withoutMetaMask.describe('without an extension', () => {
  withoutMetaMask.use({ world: quick })

  withoutMetaMask('the Sandbox Wallet signs, by keyboard alone', async ({ page, sandbox }) => {
    const { cvms } = await sandbox.info()
    const before = await sandbox.inside(cvms.onchainEoa)
    await changeCompose(page, sandbox, cvms.onchainEoa)
    const dialog = signingDialog(page)
    await dialog.getByRole('button', { name: 'Sandbox Wallet' }).focus()
    await page.keyboard.press('Enter')
    const approve = page.getByRole('button', { name: 'Approve' })
    await approve.focus()
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
    await expect(signButton(dialog)).not.toHaveAttribute('aria-disabled', 'true')
    await signButton(dialog).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Send transaction?' })).toBeVisible()
    await approve.focus()
    await page.keyboard.press('Enter')
    await expectRunningWithNewHash(page, sandbox, cvms.onchainEoa, before.composeHash)
  })

  withoutMetaMask('everything fits a phone', async ({ page, sandbox }) => {
    const { cvms } = await sandbox.info()
    await page.setViewportSize({ width: 375, height: 700 })
    await changeCompose(page, sandbox, cvms.onchainEoa)
    await expect(signingDialog(page).getByText('at most about', { exact: false })).toBeVisible()
    const box = await signingDialog(page).boundingBox()
    expect(box!.x).toBeGreaterThanOrEqual(0)
    expect(box!.x + box!.width).toBeLessThanOrEqual(375)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    await expectNoAxeViolations(page, { within: '[role=dialog]' })
  })
})
