import { createPublicClient, createWalletClient, http, parseAbi, parseEventLogs } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from '../e2e/wallet/wallet-controller.ts'

const abi = parseAbi([
  'function addComposeHash(bytes32 composeHash)',
  'function owner() view returns (address)',
  'event ComposeHashAdded(bytes32 composeHash)',
])

/** Node's fetch takes longer to begin with unpacking than the whole request takes; a browser does that aside. Asked for so by both that are compared. */
export const asItIs = { 'accept-encoding': 'identity' }

interface ScriptOptions {
  gatewayUrl: string
  chainId: number
  apiKey: string
  privateKey: Hex
  cvmId: string
  composeYaml: string
  pollingMs: number
}

/**
 * An update under a contract as a script of one's own does it: PATCH, `addComposeHash` with the checks that the vendor's SDK makes around it
 * (chain, balance, owner, receipt, event), PATCH with its hash. Returns the milliseconds from the first request to the answer 202.
 */
export async function updateByScript({ gatewayUrl, chainId, apiKey, privateKey, cvmId, composeYaml, pollingMs }: ScriptOptions) {
  const account = privateKeyToAccount(privateKey)
  const chain = {
    id: chainId,
    name: 'Sandbox chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [`${gatewayUrl}/rpc/${chainId}`] } },
  }
  const options = { chain, transport: http(), pollingInterval: pollingMs }
  const wallet = createWalletClient({ ...options, account })
  const client = createPublicClient(options)
  const patch = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${gatewayUrl}/api/v1/cvms/${cvmId}`, {
      method: 'PATCH',
      headers: { 'X-API-Key': apiKey, 'X-Phala-Version': '2026-01-21', 'content-type': 'application/json', ...asItIs, ...headers },
      body: JSON.stringify(body),
    })

  const startedAt = performance.now()
  const asked = await patch({ docker_compose_file: composeYaml })
  if (asked.status !== 465) throw new Error(`expected 465, got ${asked.status}: ${await asked.text()}`)
  const { details } = (await asked.json()) as { details: { field: string; value: string }[] }
  const detail = (field: string): Hex => {
    const value = details.find((entry) => entry.field === field)?.value
    if (!value) throw new Error(`the answer 465 names no ${field}`)
    return `0x${value.replace(/^0x/, '')}`
  }
  const [composeHash, address] = [detail('compose_hash'), detail('app_id')]

  if ((await wallet.getChainId()) !== chainId) throw new Error('wrong chain')
  if ((await client.getBalance({ address: account.address })) < 10n ** 15n) throw new Error('no funds')
  const owner = await client.readContract({ address, abi, functionName: 'owner' })
  if (owner !== account.address) throw new Error('not the owner')
  const hash = await wallet.writeContract({ address, abi, functionName: 'addComposeHash', args: [composeHash] })
  const { logs } = await client.waitForTransactionReceipt({ hash, timeout: 120_000 })
  const [event] = parseEventLogs({ abi, logs, eventName: 'ComposeHashAdded' })
  if (event?.args.composeHash !== composeHash) throw new Error('no event of this hash')

  const confirmed = await patch({}, { 'X-Compose-Hash': composeHash.slice(2), 'X-Transaction-Hash': hash })
  await confirmed.text()
  if (confirmed.status !== 202) throw new Error(`expected 202, got ${confirmed.status}`)
  return performance.now() - startedAt
}
