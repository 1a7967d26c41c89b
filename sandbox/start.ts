import { setTimeout as sleep } from 'node:timers/promises'
import { gatewayDomain } from './api/answers/cvm-shapes.ts'
import { createApi, recordRequest } from './api/api.ts'
import { ChainUnavailable } from './chain/chain-unavailable.ts'
import type { SandboxChain } from './chain/sandbox-chain.ts'
import { startChain } from './chain/start-chain.ts'
import { createControl } from './control/control.ts'
import { FaultList } from './control/faults.ts'
import { rootCertificate } from './evidence/development-pki.ts'
import { defaultSettings, freshWorld, wakeWorld } from './control/reset-sandbox.ts'
import { answerRpc } from './chain/answer-rpc.ts'
import { answerLog } from './world/answer-log.ts'
import { SandboxClock } from './world/sandbox-clock.ts'
import type { SandboxState } from './sandbox-state.ts'
import type { StartSandbox } from './sandbox.ts'
import { images } from './seed/seed-catalogue.ts'
import { deployAppContracts } from './seed/seed-world.ts'

/** Starts a world with its chain. Where no chain can run it says so once and starts without. */
export const startSandbox: StartSandbox = async ({ origin, seed = 1, fleetSize = 40 }) => {
  const chain = await startChainIfPossible()
  const contracts = chain ? await deployAppContracts(chain) : new Map<string, never>()
  await chain?.allowOsImages(images.map(({ hash }) => `0x${hash}` as const))
  await chain?.snapshotAtStart()

  const base = { origin, clock: new SandboxClock(), chain, contracts, faults: new FaultList(), atStart: { fleetSize, seed } }
  const state: SandboxState = {
    ...base,
    world: freshWorld(base, {}),
    settings: { ...defaultSettings },
    streams: new Map(),
    evidenceBreaks: new Map(),
    knownQuotes: new Map(),
  }
  wakeWorld(state)
  const api = createApi(state)
  const control = createControl(state)

  return {
    worldId: () => state.world.id,
    chains: () => (chain ? [chainConfig(chain, origin)] : []),
    sandboxRoot: () => Buffer.from(rootCertificate).toString('base64'),
    sampleKeys: () => state.world.users.map(({ keyLabel, keyAbout, key }) => ({ label: keyLabel, about: keyAbout, key })),
    async fetch(request) {
      const { pathname, hostname } = new URL(request.url)
      if (hostname.endsWith(`.${gatewayDomain}`)) return answerLog(state, request)
      if (pathname.startsWith('/sandbox/')) return control.fetch(request)
      if (pathname.startsWith('/rpc/')) {
        return state.faults.answer(
          request,
          async () => {},
          (passed) => answerRpc(chain, passed),
        )
      }
      if (state.settings.latencyMs > 0) await sleep(state.settings.latencyMs)
      const answer = await state.faults.answer(
        request,
        (arrived) => recordRequest(state, arrived),
        (passed) => api.fetch(passed),
      )
      return dated(answer, state.clock.now())
    },
    async stop() {
      state.clock.reset()
      state.faults.end()
      await chain?.stop()
    },
  }
}

/** A server tells its own time with every answer. A fault that names another one keeps it. */
function dated(answer: Response, now: number): Response {
  const headers = new Headers(answer.headers)
  if (!headers.has('date')) headers.set('date', new Date(now).toUTCString())
  return new Response(answer.body, { status: answer.status, headers })
}

async function startChainIfPossible(): Promise<SandboxChain | null> {
  try {
    return await startChain()
  } catch (error) {
    if (!(error instanceof ChainUnavailable)) throw error
    console.warn(`The sandbox starts without a chain: ${error.message}`)
    return null
  }
}

const chainConfig = (chain: SandboxChain, origin: string) => ({
  id: chain.chainId,
  name: 'Sandbox chain',
  currency: { name: 'Sandbox Ether', symbol: 'ETH', decimals: 18 },
  explorerUrl: null,
  walletRpcUrl: `${origin}/rpc/${chain.chainId}`,
  kmsContracts: [chain.kmsContractAddress],
})
