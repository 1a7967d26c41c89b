import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import type { Sandbox, StartSandbox } from '../sandbox/sandbox.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { readSettings, SettingsError, type Settings } from './settings.ts'

/** How long a stop waits for answers under way. */
const graceMs = 5_000

const beside = (path: string) => new URL(path, import.meta.url)

/** The sandbox lies beside this file in a development build and is left out of a deployment. */
async function loadSandbox(origin: string): Promise<Sandbox> {
  const file = beside('./sandbox.mjs')
  if (!existsSync(file)) {
    throw new SettingsError('This build has no sandbox. Set PHALA_CLOUD_API_PREFIX, for example to https://cloud-api.phala.com/api/v1.')
  }
  const { startSandbox } = (await import(/* @vite-ignore */ file.href)) as { startSandbox: StartSandbox }
  return startSandbox({ origin })
}

function addressOf(settings: Settings, port: number) {
  const everywhere = settings.host === '0.0.0.0' || settings.host === '::'
  const host = everywhere ? '127.0.0.1' : settings.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

async function serve() {
  const settings = readSettings(process.env)
  const assetsDir = fileURLToPath(beside('../app/'))
  if (!existsSync(assetsDir)) throw new SettingsError('The app is not built. Run `npm run build`.')

  let gateway: Gateway | undefined
  const server = createAdaptorServer({
    fetch: (request, env) => gateway?.fetch(request, env) ?? new Response('Starting', { status: 503 }),
    hostname: settings.host,
    overrideGlobalObjects: false, // the sandbox builds requests of its own
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const address = addressOf(settings, (server.address() as AddressInfo).port)

  const sandbox = settings.upstream ? null : await loadSandbox(settings.publicOrigin ?? address)
  gateway = createGateway({
    settings,
    assetsDir,
    loadSandbox: () => (sandbox ? Promise.resolve(sandbox) : Promise.reject(new Error('No sandbox beside an upstream'))),
  })
  console.log(`CVM console on ${address} (${settings.upstream ? `upstream ${settings.upstream.host}` : 'sandbox'})`)

  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(1) // asked twice
    isStopping = true
    server.close(() => void gateway?.stop().finally(() => process.exit(0)))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, graceMs).unref()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

serve().catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (inUse) console.error(`The port is in use. Set PORT to another one, or to 0 for any free one.`)
  else if (error instanceof SettingsError) console.error(error.message)
  else console.error(error)
  process.exit(1)
})
