import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from '../fixtures/accessibility.ts'
import { announcedWallets, asker, expect, test, walletEvents, type Hex } from './bare-page.ts'

const rdns = 'dev.sandbox.wallet'
const newHash: Hex = `0x${'b'.repeat(64)}`
const addNewHash = `0xdfc77223${'b'.repeat(64)}`
const prompt = (page: Page, name: string) => page.getByRole('dialog', { name })
const approve = (page: Page) => page.getByRole('button', { name: 'Approve' }).click()
const reject = (page: Page) => page.getByRole('button', { name: 'Reject' }).click()

async function connected(page: Page, account = 'Owner') {
  const ask = asker(page, rdns)
  const asked = ask('eth_requestAccounts')
  await page.getByRole('radio', { name: new RegExp(`^${account}, `) }).check()
  await approve(page)
  expect(await asked).toHaveProperty('result')
  return ask
}

test.beforeEach(async ({ page, bare }) => {
  await page.goto(bare.url)
})

test('is announced under its own name and shows nothing before it is asked', async ({ page }) => {
  expect(await announcedWallets(page)).toEqual([{ name: 'Sandbox Wallet', rdns }])
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await asker(page, rdns)('eth_accounts')).toEqual({ result: [] })
})

test('connects the chosen account, remembers it over a reload, and lets go of it', async ({ page, bare }) => {
  const stranger = bare.chain.accounts.stranger.address.toLowerCase()
  const ask = await connected(page, 'Stranger')
  expect(await ask('eth_accounts')).toEqual({ result: [stranger] })
  expect(await walletEvents(page)).toEqual([['accountsChanged', [stranger]]])
  await page.reload()
  expect(await ask('eth_accounts')).toEqual({ result: [stranger] })
  expect(await ask('eth_requestAccounts')).toEqual({ result: [stranger] })
  expect(await ask('wallet_revokePermissions', { eth_accounts: {} })).toEqual({ result: null })
  expect(await ask('eth_accounts')).toEqual({ result: [] })
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}')
})

test('shows which account is which and what each holds', async ({ page }) => {
  const asked = asker(page, rdns)('wallet_requestPermissions', { eth_accounts: {} })
  await expect(page.getByRole('radio', { name: /Owner, .*ETH/ })).toBeChecked()
  await expect(page.getByRole('radio', { name: /Unfunded, 0 ETH/ })).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(3)
  await approve(page)
  expect(await asked).toMatchObject({ result: [{ parentCapability: 'eth_accounts' }] })
})

test('answers no with 4001, by button and by Escape, and refuses a second connect prompt with -32002', async ({ page }) => {
  const ask = asker(page, rdns)
  const byButton = ask('eth_requestAccounts')
  await expect(prompt(page, 'Connect to this page?')).toBeVisible()
  expect(await ask('eth_requestAccounts')).toMatchObject({ code: -32002 })
  await reject(page)
  expect(await byButton).toMatchObject({ code: 4001 })

  const byEscape = ask('eth_requestAccounts')
  await expect(prompt(page, 'Connect to this page?')).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await byEscape).toMatchObject({ code: 4001 })
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('sends what it showed, after a yes', async ({ page, bare }) => {
  const ask = await connected(page)
  const from = bare.chain.accounts.owner.address
  const sent = ask('eth_sendTransaction', { from, to: bare.app, data: addNewHash, value: '0x0' })
  const dialog = prompt(page, 'Send transaction?')
  await expect(dialog.getByText('addComposeHash(bytes32)')).toBeVisible()
  await expect(dialog.getByText(addNewHash)).toBeVisible()
  await expect(dialog.getByText(bare.app)).toBeVisible()
  await expect(dialog.getByText(from.toLowerCase())).toBeVisible()
  await expect(dialog.getByText('Sandbox chain (31337)')).toBeVisible()
  await expect(dialog.getByText(/expects this transaction to fail/)).toHaveCount(0)
  expect(await bare.chain.isComposeHashAllowed(bare.app, newHash)).toBe(false)
  await approve(page)
  const answer = (await sent) as { result: Hex }
  expect(answer.result).toMatch(/^0x[0-9a-f]{64}$/)
  await expect.poll(() => bare.chain.registrationReceipt(answer.result, bare.app)).toEqual({ succeeded: true, addedHashes: [newHash] })
})

test('sends nothing after a no, and warns when the chain expects a failure', async ({ page, bare }) => {
  const ask = await connected(page, 'Stranger')
  const sent = ask('eth_sendTransaction', { from: bare.chain.accounts.stranger.address, to: bare.app, data: addNewHash })
  await expect(page.getByText('The chain expects this transaction to fail: this account does not own the contract.')).toBeVisible()
  await reject(page)
  expect(await sent).toMatchObject({ code: 4001 })
  expect(await bare.chain.isComposeHashAllowed(bare.app, newHash)).toBe(false)
})

test('passes on what the chain says when an account cannot pay', async ({ page, bare }) => {
  const ask = await connected(page, 'Unfunded')
  const sent = ask('eth_sendTransaction', {
    from: bare.chain.accounts.unfunded.address,
    to: bare.chain.accounts.owner.address,
    value: '0x1',
  })
  await approve(page)
  expect(await sent).toMatchObject({ message: expect.stringMatching(/funds/i) })
})

test('asks for a second transaction only after the first is answered', async ({ page, bare }) => {
  const ask = await connected(page)
  const transaction = { from: bare.chain.accounts.owner.address, to: bare.app, data: addNewHash }
  const both = [ask('eth_sendTransaction', transaction), ask('eth_sendTransaction', transaction)]
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await reject(page)
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await reject(page)
  expect(await Promise.all(both)).toMatchObject([{ code: 4001 }, { code: 4001 }])
})

test('switches to chains it knows, says 4902 for others, and adds them when asked', async ({ page, bare }) => {
  const ask = await connected(page)
  expect(await ask('wallet_switchEthereumChain', { chainId: '0x2105' })).toMatchObject({ code: 4902 })

  const switching = ask('wallet_switchEthereumChain', { chainId: '0x1' })
  await expect(prompt(page, 'Switch network?').getByText('Ethereum (1)')).toBeVisible()
  await approve(page)
  expect(await switching).toEqual({ result: null })
  expect(await ask('eth_chainId')).toEqual({ result: '0x1' })
  expect(await ask('eth_sendTransaction', { from: bare.chain.accounts.owner.address, to: bare.app, data: addNewHash })).toMatchObject({
    code: 4901,
  })

  const back = ask('wallet_switchEthereumChain', { chainId: '0x7a69' })
  await reject(page)
  expect(await back).toMatchObject({ code: 4001 })

  const adding = ask('wallet_addEthereumChain', { chainId: '0x2105', chainName: 'Base', rpcUrls: ['https://mainnet.base.org'] })
  await expect(prompt(page, 'Add network and switch to it?').getByText('Base (8453)')).toBeVisible()
  await approve(page)
  expect(await adding).toEqual({ result: null })
  expect(await ask('eth_chainId')).toEqual({ result: '0x2105' })
  expect((await walletEvents(page)).filter(([name]) => name === 'chainChanged')).toEqual([
    ['chainChanged', '0x1'],
    ['chainChanged', '0x2105'],
  ])
})

test('can be put on another chain while connecting, to see what a page does then', async ({ page }) => {
  const ask = asker(page, rdns)
  const asked = ask('eth_requestAccounts')
  await page.getByLabel(/^Network/).selectOption('Ethereum (1)')
  await approve(page)
  await asked
  expect(await ask('eth_chainId')).toEqual({ result: '0x1' })
})

test('reads through, and refuses what is not for pages', async ({ page, bare }) => {
  const ask = asker(page, rdns)
  expect(await ask('eth_getCode', '0x00000000000000000000000000000000000000ee', 'latest')).toEqual({ result: '0x' })
  expect(await ask('anvil_setBalance', bare.app, '0x1')).toMatchObject({ code: 4200 })
  expect(await ask('eth_sendRawTransaction', '0x')).toMatchObject({ code: 4200 })
  expect(await ask('eth_sendTransaction', { from: bare.chain.accounts.owner.address, to: bare.app })).toMatchObject({ code: 4100 })
  const connectedAsk = await connected(page)
  expect(await connectedAsk('eth_sendTransaction', { from: bare.chain.accounts.stranger.address, to: bare.app })).toMatchObject({
    code: 4100,
  })
  expect(
    await connectedAsk('eth_sendTransaction', { from: bare.chain.accounts.owner.address, to: bare.app, chainId: '0x1' }),
  ).toMatchObject({ code: -32602 })
})

test('can be used with the keyboard alone, keeps the focus inside, and gives it back', async ({ page }) => {
  const button = page.getByRole('button', { name: 'Something of the page' })
  await button.focus()
  const asked = asker(page, rdns)('eth_requestAccounts')
  const dialog = prompt(page, 'Connect to this page?')
  await expect(dialog.getByRole('heading', { name: 'Connect to this page?' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('radio', { name: /^Owner, / })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: /^Stranger, / })).toBeChecked()
  await page.keyboard.press('Tab')
  await expect(dialog.getByLabel(/^Network/)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Reject' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Approve' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(button).not.toBeFocused()
  await dialog.getByRole('button', { name: 'Approve' }).press('Enter')
  expect(await asked).toHaveProperty('result')
  await expect(button).toBeFocused()
})

test('has no accessibility findings in either theme and fits a phone', async ({ page, bare }) => {
  await page.setViewportSize({ width: 375, height: 667 })
  // The console switches themes by colour scheme; a bare page has to say which.
  const inBothThemes = async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.evaluate((name) => document.documentElement.style.setProperty('color-scheme', name), scheme)
      await expectNoAxeViolations(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
      const box = await page.getByRole('dialog').boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(375)
      await expect(page.getByRole('button', { name: 'Approve' })).toBeInViewport({ ratio: 1 })
      expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0)
    }
  }
  const ask = asker(page, rdns)
  const asked = ask('eth_requestAccounts')
  await page.getByRole('radio', { name: /^Stranger, / }).check()
  await inBothThemes()
  await approve(page)
  await asked
  const sent = ask('eth_sendTransaction', { from: bare.chain.accounts.stranger.address, to: bare.app, data: addNewHash })
  await expect(prompt(page, 'Send transaction?')).toBeVisible()
  await inBothThemes()
  await page.keyboard.press('Escape')
  await sent
})
