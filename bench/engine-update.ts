import { createWalletClient, http, type EIP1193Provider } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createConfig, createConnector, type Config, type Connector } from 'wagmi'
import { connect } from 'wagmi/actions'
import { commitComposeFile, provisionComposeFile } from '@/api/manifest/compose-file.ts'
import * as api from '@/api/cvms.ts'
import { fetchRevision } from '@/api/revisions.ts'
import { createServerClock } from '@/api/session/server-clock.ts'
import { callRegister } from '@/chain/call-register.ts'
import { chainClient, viemChain, type ChainFacts } from '@/chain/chain-client.ts'
import { signRegistration } from '@/features/approval/signing/sign-registration.ts'
import { systemClock } from '@/lib/clock.ts'
import { createTextStore } from '@/lib/storage.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import { readBaseline } from '@/updates/fields/fields.ts'
import { createEnvironmentMemory } from '@/updates/environment/environment-memory.ts'
import { createUpdateDriver, type UpdateDriver } from '@/updates/engine/update-driver.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { usualPace } from '@/updates/engine/update-world.ts'
import { chainOpener } from '@/updates/engine/open-update-world.ts'
import type { Hex } from '../e2e/wallet/wallet-controller.ts'
import { asItIs } from './sdk-script.ts'

interface EngineOptions {
  gatewayUrl: string
  apiKey: string
  worldId: string
  chain: ChainFacts
  privateKey: Hex
}

/** The app's own engine and signing step without the page around them, with a wallet that says yes to everything. */
export async function createEngine({ gatewayUrl, apiKey, worldId, chain, privateKey }: EngineOptions) {
  stayOn(gatewayUrl, apiKey)
  const config: Config = createConfig({
    chains: [viemChain(chain)],
    connectors: [willingConnector(chain, privateKey)],
    multiInjectedProviderDiscovery: false,
    transports: { [chain.id]: http(`${gatewayUrl}/rpc/${chain.id}`) },
    storage: null,
  })
  await connect(config, { connector: config.connectors[0] as Connector })
  const client = chainClient(chain, { baseUrl: gatewayUrl })
  const openChain = chainOpener([chain], { baseUrl: gatewayUrl })
  await openChain(chain.id)

  return {
    /** Milliseconds to the state "accepted": from the request on, and with the look at the server before it, as the page makes it on Apply. */
    async update(cvmId: string, composeYaml: string): Promise<{ fromRequest: number; withLook: number }> {
      const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
      const baseline = readBaseline(cvm, manifest)
      const values = { ...baseline, composeYaml }
      const driver = createUpdateDriver(cvm, {
        scope: { upstream: 'sandbox', worldId, owner: null },
        api: { ...api, fetchRevision, provisionComposeFile, commitComposeFile },
        chain: openChain,
        store: createTextStore(null, null),
        clock: systemClock,
        serverClock: createServerClock(),
        locks: null,
        pace: usualPace,
        environment: createEnvironmentMemory(),
        untilKeyAccepted: () => Promise.resolve(),
      })
      const { send } = driver.handle()
      const register = callRegister(createTextStore(null, null), { upstream: 'sandbox', worldId })
      const { patch, wanted } = planUpdate({ cvm, baseline, values })
      const startedAt = systemClock.now().toISOString()
      send({ type: 'review', submission: { write: { kind: 'patch', patch: patch! }, wanted, startedAt } })

      const lookedAt = performance.now()
      const looking = api.fetchCvm(cvmId)
      driver.handle().lookAhead({ cvm: looking, changesComposeHash: true })
      await Promise.all([looking, api.fetchAppCompose(cvmId)])
      const from = performance.now()
      send({ type: 'apply', at: startedAt })
      const { ticket } = (await reaches(driver, 'hashRequired')).state
      send({ type: 'openWallet' })
      const signed = await signRegistration({
        config,
        client,
        ticket,
        allowingTransaction: 'looking',
        register,
        owner: null,
        besides: [],
        despite: null,
        send,
        onPhase: () => {},
        isCancelled: () => false,
      })
      if (signed.kind !== 'sent') throw new Error(`The signing step ended with ${JSON.stringify(signed)}`)
      const { at: until } = await reaches(driver, 'accepted')
      driver.stop()
      return { fromRequest: until - from, withLook: until - lookedAt }
    },
  }
}

type StateOf<Step extends UpdateState['step']> = Extract<UpdateState, { step: Step }>

/** With the time at which it was reached, before what that state does by itself. */
function reaches<Step extends UpdateState['step']>(driver: UpdateDriver, step: Step): Promise<{ state: StateOf<Step>; at: number }> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const at = performance.now()
      const { state } = driver.handle()
      const isJudged = !('verdict' in state) || state.verdict !== null // as the page, which signs for nothing unjudged
      if (state.step === step && isJudged) resolve({ state: state as StateOf<Step>, at })
      if (state.step === 'reviewing' && state.failure) reject(new Error(state.failure.message))
    }
    driver.subscribe(look)
    look()
  })
}

/** The API client names paths; here they belong to that gateway, and a key goes along instead of a session. */
function stayOn(gatewayUrl: string, apiKey: string) {
  const realFetch = globalThis.fetch
  globalThis.fetch = (input, init) => {
    if (typeof input !== 'string' || !input.startsWith('/')) return realFetch(input, init)
    return realFetch(gatewayUrl + input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), 'X-API-Key': apiKey, ...asItIs },
    })
  }
}

/** wagmi's own connector for a wallet in the browser wants a window; this one asks its provider just the same. */
function willingConnector(facts: ChainFacts, privateKey: Hex) {
  const provider = willingWallet(facts, privateKey)
  const getAccounts = () => provider.request({ method: 'eth_accounts' })
  const getChainId = async () => Number(await provider.request({ method: 'eth_chainId' }))
  return createConnector(() => ({
    id: 'willing',
    name: 'Willing wallet',
    type: 'willing',
    connect: async () => ({ accounts: (await getAccounts()) as never, chainId: await getChainId() }),
    disconnect: () => Promise.resolve(),
    getAccounts,
    getChainId,
    getProvider: () => Promise.resolve(provider),
    isAuthorized: () => Promise.resolve(true),
    onAccountsChanged: () => {},
    onChainChanged: () => {},
    onDisconnect: () => {},
  }))
}

function willingWallet(facts: ChainFacts, privateKey: Hex): EIP1193Provider {
  const account = privateKeyToAccount(privateKey)
  const wallet = createWalletClient({ account, chain: viemChain(facts), transport: http(facts.walletRpcUrl) })
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    switch (method) {
      case 'eth_accounts':
        return [account.address]
      case 'eth_chainId':
        return `0x${facts.id.toString(16)}`
      case 'eth_sendTransaction': {
        const [{ to, data }] = params as [{ to: Hex; data: Hex }]
        return wallet.sendTransaction({ to, data })
      }
      default:
        throw Object.assign(new Error(`The wallet does not know ${method}`), { code: -32601 })
    }
  }
  return { request } as unknown as EIP1193Provider // nothing listens to its events here
}
