import { test as base } from '../fixtures/gateway.ts'
import { WalletController } from './wallet-controller.ts'

export { expect } from '../fixtures/gateway.ts'

interface WalletFixtures {
  /** Which chain the wallet is on at first, and which it knows: `test.use({ walletChains: { chainId: 8453, knownChains: [8453] } })`. */
  walletChains: { chainId?: number; knownChains?: number[] }
  /** MetaMask in the hands of the test, with the sandbox's accounts and on its chain. */
  wallet: WalletController<'owner' | 'stranger' | 'unfunded'>
}

export const test = base.extend<WalletFixtures>({
  walletChains: [{}, { option: true }],
  wallet: async ({ context, gateway, sandbox, walletChains }, use) => {
    const { accounts, chainId } = await sandbox.info()
    const wallet = await WalletController.install(context, {
      accounts: { owner: accounts.owner, stranger: accounts.stranger, unfunded: accounts.unfunded },
      rpcUrls: { [chainId]: `${gateway.url}/rpc/${chainId}` },
      ...walletChains,
    })
    await use(wallet)
    wallet.release()
  },
})
