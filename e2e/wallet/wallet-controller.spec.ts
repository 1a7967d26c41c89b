import type { Page } from '@playwright/test'
import { announcedWallets, asker, expect, test as base, walletEvents, type Hex } from './bare-page.ts'
import { WalletController } from './wallet-controller.ts'

const rdns = 'io.metamask'
const newHash: Hex = `0x${'b'.repeat(64)}`
const data = `0xdfc77223${'b'.repeat(64)}`

const test = base.extend<{ wallet: WalletController<'owner' | 'stranger' | 'unfunded'>; ask: ReturnType<typeof asker> }>({
  wallet: async ({ context, bare }, use) => {
    const wallet = await WalletController.install(context, {
      accounts: bare.chain.accounts,
      rpcUrls: { 31337: `${bare.url}/rpc/31337` },
      knownChains: [31337, 1],
    })
    await use(wallet)
    wallet.release()
  },
  ask: async ({ page, bare, wallet: _installed }, use) => {
    await page.goto(bare.url)
    await use(asker(page, rdns))
  },
})

const result = async (answer: Promise<unknown>) => ((await answer) as { result: Hex }).result
const chainEvents = async (page: Page, name: string) => (await walletEvents(page)).filter(([event]) => event === name)

test('is found as MetaMask and keeps its keys out of the page', async ({ page, ask, bare, wallet }) => {
  expect(await announcedWallets(page)).toContainEqual({ name: 'MetaMask', rdns })
  expect(await ask('eth_accounts')).toEqual({ result: [] })
  expect(await ask('eth_requestAccounts')).toEqual({ result: [bare.chain.accounts.owner.address] })
  expect(wallet.seen.map(({ method }) => method)).toEqual(['eth_accounts', 'eth_requestAccounts'])
})

test('keeps permission over a reload until it is taken away', async ({ page, ask, wallet, bare }) => {
  await ask('eth_requestAccounts')
  await page.reload()
  expect(await ask('eth_accounts')).toEqual({ result: [bare.chain.accounts.owner.address] })
  await wallet.lock()
  expect(await ask('eth_accounts')).toEqual({ result: [] })
  await wallet.unlock()
  await wallet.disconnect()
  expect(await ask('eth_accounts')).toEqual({ result: [] })
  expect((await chainEvents(page, 'accountsChanged')).at(-1)).toEqual(['accountsChanged', []])
})

test('gives every refusal its code', async ({ ask, wallet, bare }) => {
  wallet.rejectNext('eth_requestAccounts')
  expect(await ask('eth_requestAccounts')).toEqual({ code: 4001, message: 'User rejected the request.' })
  await ask('eth_requestAccounts')
  expect(await ask('wallet_switchEthereumChain', { chainId: '0x2105' })).toMatchObject({ code: 4902 })
  expect(await ask('eth_sendTransaction', { from: bare.chain.accounts.stranger.address, to: bare.app, data })).toMatchObject({ code: 4100 })
  expect(await ask('wallet_somethingElse')).toMatchObject({ code: -32601 })
})

test('leaves prompts open when told to, and refuses a second connect prompt meanwhile', async ({ ask, wallet }) => {
  wallet.hold()
  const first = ask('eth_requestAccounts')
  await expect.poll(() => wallet.waiting()).toEqual(['eth_requestAccounts'])
  expect(await ask('eth_requestAccounts')).toMatchObject({ code: -32002 })
  wallet.release()
  expect(await first).toHaveProperty('result')
  expect(wallet.waiting()).toEqual([])
})

test('signs in Node and sends to the chain', async ({ ask, wallet, bare }) => {
  await ask('eth_requestAccounts')
  const hash = await result(ask('eth_sendTransaction', { from: bare.chain.accounts.owner.address, to: bare.app, data }))
  await expect.poll(() => bare.chain.registrationReceipt(hash, bare.app)).toEqual({ succeeded: true, addedHashes: [newHash] })
  expect(wallet.sent).toMatchObject([{ hash, nonce: 0 }])
})

test('lets a call that reverts through, and passes on that an account cannot pay', async ({ ask, wallet, bare }) => {
  await ask('eth_requestAccounts')
  await wallet.setAccount('stranger')
  const hash = await result(ask('eth_sendTransaction', { from: bare.chain.accounts.stranger.address, to: bare.app, data }))
  await expect.poll(() => bare.chain.registrationReceipt(hash, bare.app)).toEqual({ succeeded: false, addedHashes: [] })
  await wallet.setAccount('unfunded')
  expect(await ask('eth_sendTransaction', { from: bare.chain.accounts.unfunded.address, to: bare.app, data })).toMatchObject({
    message: expect.stringMatching(/funds/i),
  })
})

test('speeds up and cancels what waits', async ({ ask, wallet, bare }) => {
  await ask('eth_requestAccounts')
  const transaction = { from: bare.chain.accounts.owner.address, to: bare.app, data }
  await bare.chain.control({ automine: false })
  const first = await result(ask('eth_sendTransaction', transaction))
  const faster = await wallet.speedUp(first)
  await bare.chain.control({ mine: 1 })
  expect(await bare.chain.registrationReceipt(first, bare.app)).toBeNull()
  expect(await bare.chain.registrationReceipt(faster, bare.app)).toEqual({ succeeded: true, addedHashes: [newHash] })

  const second = await result(ask('eth_sendTransaction', transaction))
  const cancelled = await wallet.cancel(second)
  await bare.chain.control({ mine: 1 })
  expect(await bare.chain.registrationReceipt(second, bare.app)).toBeNull()
  expect(await bare.chain.registrationReceipt(cancelled, bare.app)).toEqual({ succeeded: true, addedHashes: [] })
})

test('tells pages of another account and another chain', async ({ page, ask, wallet, bare }) => {
  await ask('eth_requestAccounts')
  await wallet.setAccount('stranger')
  await wallet.setChain(1)
  expect(await ask('eth_chainId')).toEqual({ result: '0x1' })
  await ask('wallet_switchEthereumChain', { chainId: '0x7a69' })
  await ask('wallet_addEthereumChain', { chainId: '0x2105', chainName: 'Base', rpcUrls: ['https://mainnet.base.org'] })
  expect(await chainEvents(page, 'accountsChanged')).toEqual([['accountsChanged', [bare.chain.accounts.stranger.address]]])
  expect(await chainEvents(page, 'chainChanged')).toEqual([
    ['chainChanged', '0x1'],
    ['chainChanged', '0x7a69'],
    ['chainChanged', '0x2105'],
  ])
})
