import { decodeFunctionResult, encodeFunctionData, type Abi } from 'viem'
import appArtifact from './artifacts/SandboxApp.json' with { type: 'json' }
import kmsArtifact from './artifacts/SandboxKms.json' with { type: 'json' }
import multicallArtifact from './artifacts/SandboxMulticall.json' with { type: 'json' }
import safeArtifact from './artifacts/SandboxSafe.json' with { type: 'json' }
import type { NodeRequest } from './node-rpc.ts'
import type { Hex } from './sandbox-chain.ts'

export interface ContractArtifact {
  abi: Abi
  /** What a deployment sends, without constructor arguments. */
  bytecode: Hex
  /** What lies at the address afterwards. */
  runtime: Hex
}

export const appContract = appArtifact as unknown as ContractArtifact
export const kmsContract = kmsArtifact as unknown as ContractArtifact
export const multicallContract = multicallArtifact as unknown as ContractArtifact
export const safeContract = safeArtifact as unknown as ContractArtifact

/** Where clients look for Multicall3 on any chain. */
export const multicallAddress: Hex = '0xca11bde05977b3631167028862be2a173976ca11'

/** Where OpenZeppelin's upgradeable contracts keep their owner (ERC-7201 slot of `openzeppelin.storage.Ownable`). */
export const ownerSlot: Hex = '0x9016d09d72d40fdae2fd8ceac6b6234c7706214fd39c1cd1e609a0528c199300'

/** Reads a view; `null` when nothing at that address answers. Throws `NodeRefusal` when the call reverts. */
export async function readView<Answer>(
  request: NodeRequest,
  contract: ContractArtifact,
  address: Hex,
  functionName: string,
  args: readonly unknown[] = [],
): Promise<Answer | null> {
  const data = encodeFunctionData({ abi: contract.abi, functionName, args })
  const answer = await request<Hex>('eth_call', [{ to: address, data }, 'latest'])
  if (answer === '0x') return null
  return decodeFunctionResult({ abi: contract.abi, functionName, args, data: answer }) as Answer
}
