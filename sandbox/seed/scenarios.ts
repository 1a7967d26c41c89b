import { storeManifest, manifestOf } from '../world/compose-storage.ts'
import type { SandboxState } from '../sandbox-state.ts'
import type { SandboxCvm } from '../world/world.ts'
import { platformScript } from './platform-script.ts'

export const scenarioNames = ['live-2026-10'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/**
 * Worlds as they were seen somewhere, put over a fresh one. `live-2026-10`: one CVM under central KMS as its operator recorded it. The server
 * had put its own script into the manifest and made logs and system information public at creation; the CVM ran without a stored instance id,
 * which the gateway would not confirm; its logs could not be read; a quote came with bytes behind its end.
 */
export const scenarios: Record<ScenarioName, (state: SandboxState) => void> = {
  'live-2026-10': ({ world }) => {
    const cvm = world.byId.get(world.named.centralKms)! // seeded by name
    recreate(cvm)
    cvm.instanceId = null
    cvm.gatewayTrouble = 'gateway_rpc_failed'
    cvm.logTrouble = 'configured logging driver does not support reading'
    cvm.quoteTrailerBytes = 7_247 - 4_940
  },
}

/** As after its creation: one revision, with what the server added to it, and one operation. */
function recreate(cvm: SandboxCvm) {
  const manifest = { ...manifestOf(cvm.compose), pre_launch_script: platformScript, public_logs: true, public_sysinfo: true }
  cvm.compose = storeManifest(manifest, 'canonical')
  const first = cvm.revisions.at(-1)
  const creation = cvm.operations.at(-1)
  if (first) cvm.revisions = [{ ...first, compose: cvm.compose, operationType: 'create' }]
  if (creation) cvm.operations = [{ ...creation, type: 'create', composeHash: cvm.compose.hash }]
}
