import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Sandbox, StartSandbox } from '../sandbox/sandbox.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createConsoleServer, createMetricsServer } from './running/http-server.ts'
import { listen } from './running/listen.ts'
import { createMetrics } from './running/metrics.ts'
import { createLineWriter, eventLine } from './running/request-log.ts'
import { readSettings, SettingsError } from './settings.ts'

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

function addressOf(listensOn: string, port: number) {
  const everywhere = listensOn === '0.0.0.0' || listensOn === '::'
  const host = everywhere ? '127.0.0.1' : listensOn
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

async function serve() {
  const settings = readSettings(process.env)
  const assetsDir = fileURLToPath(beside('../app/'))
  if (!existsSync(assetsDir)) throw new SettingsError('The app is not built. Run `npm run build`.')

  const lines = createLineWriter((text) => process.stdout.write(text))
  process.on('exit', lines.flush)
  const say = (level: 'info' | 'error', message: string) => lines.line(eventLine(level, message, settings.logFormat, new Date()))

  let gateway: Gateway | undefined
  const front = createConsoleServer({
    fetch: (request, env) => gateway?.fetch(request, env) ?? new Response('Starting', { status: 503 }),
    hostname: settings.host,
    onRefused: (code) => metrics.refused(code),
  })
  const metrics = createMetrics({ connections: front.openConnections })
  // First, so that a port that is taken ends the start before the console takes a request.
  if (settings.metrics) {
    const metricsServer = createMetricsServer(metrics.text)
    say('info', `Metrics on ${addressOf(settings.metrics.host, await listen(metricsServer, settings.metrics, 'METRICS_PORT'))}/metrics`)
    metricsServer.unref()
  }
  const address = addressOf(settings.host, await listen(front.server, settings, 'PORT'))

  const sandbox = settings.upstream ? null : await loadSandbox(settings.publicOrigin ?? address)
  gateway = createGateway({
    settings,
    assetsDir,
    loadSandbox: () => (sandbox ? Promise.resolve(sandbox) : Promise.reject(new Error('No sandbox beside an upstream'))),
    log: lines.line,
    observe: metrics.observe,
  })
  say('info', `CVM console on ${address} (${settings.upstream ? `upstream ${settings.upstream.host}` : 'sandbox'})`)

  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1) // asked twice
    isStopping = true
    gateway?.beginStop()
    await front.stop(settings.stopGraceMs)
    await gateway?.stop().catch(() => {})
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

serve().catch((error: unknown) => {
  if (error instanceof SettingsError) console.error(error.message)
  else console.error(error)
  process.exit(1)
})
