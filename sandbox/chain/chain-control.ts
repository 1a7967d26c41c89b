import { encodeFunctionData, getAddress, isAddress, isHex, padHex, toHex } from 'viem'
import { z } from 'zod'
import { ownerSlot, safeContract } from './contracts.ts'
import type { NodeRequest } from './node-rpc.ts'
import type { Hex } from './sandbox-chain.ts'

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be a 0x address of 20 bytes')
  .transform((value) => getAddress(value))
const hexBytes = z
  .string()
  .refine((value) => isHex(value) && value.length % 2 === 0, 'must be 0x followed by whole bytes')
  .transform((value) => value as Hex)
const wei = z
  .string()
  .regex(/^\d{1,30}$/, 'must be a whole number of wei, as a string')
  .transform(BigInt)

/** Steps run in this order: what waits is dropped first, then mining is switched, state is changed, and at last blocks come or go. */
const controlSchema = z.strictObject({
  /** Forgets every transaction that waits for a block. */
  dropTransactions: z.literal(true).optional(),
  /** `false`: transactions wait until `mine`. `true`: each gets its block at once, and so does what waits. */
  automine: z.boolean().optional(),
  setBalance: z.strictObject({ address, wei }).optional(),
  /** Writes the owner straight into the app contract's storage, without a transaction. The zero address is an owner nobody has. */
  setOwner: z.strictObject({ app: address, owner: address }).optional(),
  /** Sends `data` to `to` in the name of `as`, whoever that is. For the Safe-like contract: its owner makes it act. */
  execute: z.strictObject({ as: address, to: address, data: hexBytes }).optional(),
  /** Number of blocks to add. */
  mine: z.int().min(1).max(1000).optional(),
  /** Number of newest blocks to replace with empty ones; their transactions are gone. */
  reorg: z.int().min(1).max(1000).optional(),
})

export interface ControlContext {
  request: NodeRequest
  safeAddress: Hex
  safeOwner: Hex
  /** Blocks up to this one carry the sandbox's own contracts and stay. */
  firstFreeBlock: () => number
}

export interface ChainState {
  blockNumber: number
  automine: boolean
  pendingTransactions: number
  /** Only after `execute`. A transaction that reverts is mined too, as on any chain. */
  transactionHash?: Hex
  status?: 'pending' | 'success' | 'reverted'
}

/** Enough for everything an app contract does; given outright so that a call which reverts is mined instead of refused. */
const executeGas = toHex(500_000)

/** Carries out `POST /sandbox/chain` and says how the chain stands afterwards. Throws an `Error` with a readable message. */
export async function controlChain(context: ControlContext, body: unknown): Promise<ChainState> {
  const { request } = context
  const parsed = controlSchema.safeParse(body)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    throw new Error(`Chain control: ${problems.join('; ')}`)
  }
  const steps = parsed.data
  let sent: Hex | undefined

  if (steps.dropTransactions) await request('anvil_dropAllTransactions')
  if (steps.automine !== undefined) {
    await request('evm_setAutomine', [steps.automine])
    // Switching automine on does not wake what already waits.
    if (steps.automine && (await pendingTransactions(request)) > 0) await request('anvil_mine', ['0x1'])
  }
  if (steps.setBalance) await request('anvil_setBalance', [steps.setBalance.address, toHex(steps.setBalance.wei)])
  if (steps.setOwner) {
    if ((await request<Hex>('eth_getCode', [steps.setOwner.app, 'latest'])) === '0x') {
      throw new Error('Chain control: setOwner.app: there is no contract at that address')
    }
    await request('anvil_setStorageAt', [steps.setOwner.app, ownerSlot, padHex(steps.setOwner.owner)])
  }
  if (steps.execute) sent = await execute(context, steps.execute)
  if (steps.mine) await request('anvil_mine', [toHex(steps.mine)])
  if (steps.reorg) {
    const replaceable = Number(await request<Hex>('eth_blockNumber')) - context.firstFreeBlock()
    if (steps.reorg > replaceable) throw new Error(`Chain control: reorg: only ${replaceable} blocks can be replaced`)
    await request('anvil_reorg', [steps.reorg, []])
  }

  const state: ChainState = {
    blockNumber: Number(await request<Hex>('eth_blockNumber')),
    automine: await request<boolean>('anvil_getAutomine'),
    pendingTransactions: await pendingTransactions(request),
  }
  if (!sent) return state
  const receipt = await request<{ status: Hex } | null>('eth_getTransactionReceipt', [sent])
  return { ...state, transactionHash: sent, status: receipt === null ? 'pending' : receipt.status === '0x1' ? 'success' : 'reverted' }
}

async function pendingTransactions(request: NodeRequest): Promise<number> {
  const { pending, queued } = await request<{ pending: Hex; queued: Hex }>('txpool_status')
  return Number(pending) + Number(queued)
}

async function execute({ request, safeAddress, safeOwner }: ControlContext, call: { as: Hex; to: Hex; data: Hex }): Promise<Hex> {
  const throughSafe = call.as.toLowerCase() === safeAddress.toLowerCase()
  const transaction = throughSafe
    ? {
        from: safeOwner,
        to: safeAddress,
        data: encodeFunctionData({ abi: safeContract.abi, functionName: 'execute', args: [call.to, 0n, call.data] }),
      }
    : { from: call.as, to: call.to, data: call.data }
  // The answer is the receipt when the block comes at once, so that the state reported below is the one after it.
  const send = async () => {
    if (!(await request<boolean>('anvil_getAutomine'))) return request<Hex>('eth_sendTransaction', [{ ...transaction, gas: executeGas }])
    const receipt = await request<{ transactionHash: Hex }>('eth_sendTransactionSync', [{ ...transaction, gas: executeGas }])
    return receipt.transactionHash
  }
  const known = (await request<Hex[]>('eth_accounts')).some((account) => account.toLowerCase() === transaction.from.toLowerCase())
  if (known) return send()
  await request('anvil_impersonateAccount', [transaction.from])
  try {
    return await send()
  } finally {
    await request('anvil_stopImpersonatingAccount', [transaction.from])
  }
}
