import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { readBundle, type ProofBundle } from '@/attestation/bundle.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { bytesOfBase64 } from '@/attestation/quote/roots.ts'

/** What this needs of a client of the sandbox. */
interface Asking {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever the wire holds
  call: (method: string, path: string, options?: { body?: unknown }) => Promise<{ status: number; body: any }>
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  api: (method: string, path: string) => Promise<{ body: any }>
  rpc: (method: string, params?: unknown[]) => Promise<{ result?: unknown; error?: { message: string } }>
}

/** The evidence of a CVM as its control gives it, with what the API says of the CVM, in the form of a bundle's file. */
export async function bundleFileOf({ call, api }: Asking, cvmId: string) {
  const { root, ...evidence } = (await call('GET', `/sandbox/cvms/${cvmId}/evidence`)).body as Record<string, unknown>
  const cvm = (await api('GET', `/cvms/${cvmId}`)).body
  const isGoverned = cvm.kms_info.chain_id !== null
  const file: Record<string, unknown> = {
    format: 'cvm-console-proof/1',
    ...evidence,
    chain: isGoverned
      ? {
          chainId: cvm.kms_info.chain_id,
          block: 1,
          appContract: `0x${cvm.app_id}`,
          kmsContract: cvm.kms_info.dstack_kms_address,
          allowances: { composeHash: true, device: true, anyDevice: true, osImage: true },
        }
      : null,
    cvm: {
      id: cvm.id,
      name: cvm.name,
      appId: cvm.app_id,
      instanceId: cvm.instance_id,
      composeHash: cvm.compose_hash,
      deviceIds: [cvm.node_info.device_id, ...(cvm.node_info.device_ids ?? []).map((device: { device_id: string }) => device.device_id)],
      osImageHash: cvm.os.os_image_hash,
    },
    checkedAt: '2026-01-01T00:00:00.000Z',
  }
  return { file, rootDer: bytesOfBase64(root as string) }
}

export function readSound(file: unknown): ProofBundle {
  const bundle = readBundle(JSON.stringify(file))
  if ('unreadable' in bundle) throw new Error(bundle.unreadable)
  return bundle
}

/** What the sandbox's contracts say now of what a bundle records. */
export async function wordOfChain(
  { rpc }: Asking,
  { recorded }: ProofBundle,
  { facts, deviceId }: { facts: { composeHash: string | null; osImageHash: string | null } | null; deviceId: string | null },
): Promise<ChainWord> {
  if (!recorded) return { from: 'none', why: 'There is no contract to ask.' }
  const ask = async (to: string | null, method: string, argument: string | null) => {
    if (to === null || argument === null) return null
    const selector = bytesToHex(keccak_256(utf8ToBytes(method))).slice(0, 8)
    const { result } = await rpc('eth_call', [{ to, data: `0x${selector}${argument}` }, 'latest'])
    return typeof result === 'string' && result.length === 66 ? BigInt(result) === 1n : null
  }
  const app = recorded.appContract
  const [code, block, composeHashAllowed, deviceAllowed, anyDeviceAllowed, osImageAllowed] = await Promise.all([
    rpc('eth_getCode', [app, 'latest']),
    rpc('eth_blockNumber'),
    ask(app, 'allowedComposeHashes(bytes32)', facts?.composeHash ?? null),
    ask(app, 'allowedDeviceIds(bytes32)', deviceId),
    ask(app, 'allowAnyDevice()', ''),
    ask(recorded.kmsContract, 'allowedOsImages(bytes32)', facts?.osImageHash ?? null),
  ])
  const answers = { composeHashAllowed, deviceAllowed, anyDeviceAllowed, osImageAllowed }
  return {
    from: 'read',
    reading: { ...recorded, ...answers, block: Number(block.result), hasCode: code.result !== '0x' },
    kms: { namedBy: 'the file', distrustedBy: null },
  }
}
