import { encodeDeployData, encodeFunctionData, getAddress, toHex, zeroAddress, zeroHash } from 'viem'
import { startAnvil } from './anvil-process.ts'
import { controlChain } from './chain-control.ts'
import {
  appContract,
  kmsContract,
  multicallAddress,
  multicallContract,
  readView,
  safeContract,
  type ContractArtifact,
} from './contracts.ts'
import { forwardRpc } from './forward-rpc.ts'
import { nodeRequests } from './node-rpc.ts'
import type { Hex, SandboxChain } from './sandbox-chain.ts'

const sandboxChainId = 31337

/**
 * The first accounts of the development phrase that anvil, Hardhat and many others print at start. Everybody knows these keys: they are
 * worth nothing outside a local chain. The order is also that of `eth_accounts`, which the demo wallet relies on.
 */
const accounts: SandboxChain['accounts'] = {
  owner: {
    address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  },
  stranger: {
    address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    privateKey: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  },
  unfunded: {
    address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
    privateKey: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  },
}
/** Deploys everything. Kept apart so that no one else's nonce decides an address. */
const deployer: Hex = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
/** Whoever else `eth_accounts` names is being impersonated. */
const ownAccounts = 4

interface Receipt {
  status: Hex
  transactionHash: Hex
  contractAddress: Hex | null
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}

/** topic0 of `ComposeHashAdded(bytes32)`; its argument is not indexed and fills the data. */
const composeHashAddedTopic = '0xfecb34306dd9d8b785b54d65489d06afc8822a0893ddacedff40c50a4942d0af'
/** topic0 of `AppDeployedViaFactory(address,address)`; the first indexed argument is the new app. */
const appDeployedTopic = '0xfd86d7f6962eba3b7a3bf9129c06c0b2f885e1c61ef2c9f0dbb856be0deefdee'

/**
 * Starts a private EVM chain with the sandbox's contracts on it. Addresses are the same at every start.
 * Each transaction gets its block at once, unless `blockSeconds` is set: then, from `snapshotAtStart` on, a block comes every so many
 * seconds, and waiting for one can be seen. Throws `ChainUnavailable` where the node cannot run.
 */
export async function startChain(options: { blockSeconds?: number } = {}): Promise<SandboxChain> {
  const node = await startAnvil({ chainId: sandboxChainId, accounts: ownAccounts })
  try {
    return await prepareChain(node, options.blockSeconds)
  } catch (error) {
    await node.stop()
    throw error
  }
}

async function prepareChain(node: { url: string; stop(): Promise<void> }, blockSeconds: number | undefined): Promise<SandboxChain> {
  const request = nodeRequests(node.url)
  await request('anvil_setLoggingEnabled', [false])

  const send = async (transaction: { to?: Hex; data: Hex }): Promise<Receipt> => {
    const receipt = await request<Receipt>('eth_sendTransactionSync', [{ from: deployer, ...transaction }])
    if (receipt.status !== '0x1') throw new Error(`Setting up the sandbox chain failed in transaction ${receipt.transactionHash}`)
    return receipt
  }
  const deploy = async ({ abi, bytecode }: ContractArtifact, args: unknown[] = []): Promise<Hex> => {
    const { contractAddress } = await send({ data: encodeDeployData({ abi, bytecode, args }) })
    return getAddress(contractAddress!) // a receipt without `to` always has it
  }

  const appImplementation = await deploy(appContract)
  const kmsContractAddress = await deploy(kmsContract, [appImplementation])
  const safeAddress = await deploy(safeContract, [[accounts.owner.address]])
  await request('anvil_setCode', [multicallAddress, multicallContract.runtime])
  await request('anvil_setBalance', [accounts.unfunded.address, '0x0'])
  await request('anvil_setBalance', [safeAddress, toHex(10n ** 18n)])

  const owners = { account: accounts.owner.address, stranger: accounts.stranger.address, safe: safeAddress }
  let atStart: { snapshot: Hex; blockNumber: number } | null = null
  const blockNumber = async () => Number(await request<Hex>('eth_blockNumber'))
  const snapshot = async () => ({ snapshot: await request<Hex>('evm_snapshot'), blockNumber: await blockNumber() })
  const startMining = () => (blockSeconds ? request('evm_setIntervalMining', [blockSeconds]) : request('evm_setAutomine', [true]))

  // One change of the chain's state at a time: addresses depend on the order, and a reset must not cut another step in two.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
    const turn = last.then(step, step)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    chainId: sandboxChainId,
    nodeUrl: node.url,
    kmsContractAddress,
    accounts,
    safeAddress,

    deployApp: ({ owner, composeHash, deviceId, allowAnyDevice }) =>
      inTurn(async () => {
        if (!(await request<boolean>('anvil_getAutomine'))) throw new Error('An app can only be deployed while blocks come at once')
        const data = encodeFunctionData({
          abi: kmsContract.abi,
          functionName: 'deployAndRegisterApp',
          args: [owners[owner], false, allowAnyDevice, deviceId, composeHash],
        })
        const { logs } = await send({ to: kmsContractAddress, data })
        const topic = logs.find(({ topics }) => topics[0] === appDeployedTopic)!.topics[1]! // the factory always announces its app
        return getAddress(`0x${topic.slice(-40)}`)
      }),

    allowOsImages: (hashes) =>
      inTurn(async () => {
        for (const hash of hashes) {
          const data = encodeFunctionData({ abi: kmsContract.abi, functionName: 'addOsImageHash', args: [hash] })
          // oxlint-disable-next-line no-await-in-loop -- one account's transactions follow each other
          await send({ to: kmsContractAddress, data })
        }
      }),

    snapshotAtStart: () =>
      inTurn(async () => {
        atStart = await snapshot()
        if (blockSeconds) await startMining()
      }),

    reset: () =>
      inTurn(async () => {
        if (!atStart) throw new Error('The sandbox chain has no snapshot to return to')
        await request('evm_setAutomine', [false])
        await request('anvil_autoImpersonateAccount', [false])
        for (const guest of (await request<Hex[]>('eth_accounts')).slice(ownAccounts))
          await request('anvil_stopImpersonatingAccount', [guest])
        if (!(await request<boolean>('evm_revert', [atStart.snapshot]))) throw new Error('The sandbox chain lost its snapshot')
        await request('anvil_dropAllTransactions') // what waits is no part of a snapshot
        atStart = await snapshot() // going back to a snapshot uses it up
        await startMining()
      }),

    isComposeHashAllowed: async (app, composeHash) =>
      (await readView<boolean>(request, appContract, app, 'allowedComposeHashes', [composeHash])) ?? false,

    isDeviceAllowed: async (app, deviceId) => {
      const [allowAnyDevice, deviceAllowed] = await Promise.all([
        readView<boolean>(request, appContract, app, 'allowAnyDevice'),
        readView<boolean>(request, appContract, app, 'allowedDeviceIds', [deviceId]),
      ])
      return { allowAnyDevice: allowAnyDevice ?? false, deviceAllowed: deviceAllowed ?? false }
    },

    ownerOf: async (app) => {
      const owner = await readView<Hex>(request, appContract, app, 'owner')
      if (owner === null) throw new Error(`There is no app contract at ${app}`)
      return owner
    },

    hasCode: async (address) => (await request<Hex>('eth_getCode', [address, 'latest'])) !== '0x',

    bootVerdict: async (app, { composeHash, deviceId }) => {
      const boot = {
        appId: app,
        composeHash,
        instanceId: zeroAddress,
        deviceId,
        mrAggregated: zeroHash,
        mrSystem: zeroHash,
        osImageHash: zeroHash,
        tcbStatus: 'UpToDate',
        advisoryIds: [],
      }
      const verdict = await readView<[boolean, string]>(request, appContract, app, 'isAppAllowed', [boot])
      if (verdict === null) return { allowed: false, reason: 'App not deployed or invalid address' }
      return { allowed: verdict[0], reason: verdict[1] }
    },

    registrationReceipt: async (transactionHash, app) => {
      const receipt = await request<Receipt | null>('eth_getTransactionReceipt', [transactionHash])
      if (!receipt) return null
      const addedHashes = receipt.logs
        .filter(({ address, topics }) => address.toLowerCase() === app.toLowerCase() && topics[0] === composeHashAddedTopic)
        .map(({ data }) => data)
      return { succeeded: receipt.status === '0x1', addedHashes }
    },

    forward: (body) => forwardRpc(node.url, body),

    control: (body) =>
      inTurn(() =>
        controlChain({ request, safeAddress, safeOwner: accounts.owner.address, firstFreeBlock: () => atStart?.blockNumber ?? 0 }, body),
      ),

    stop: () => node.stop(),
  }
}
