import type { ServerResponse } from 'node:http'
import type { Connect, Plugin, ViteDevServer } from 'vite'
import type { Sandbox, StartSandbox } from '../sandbox/sandbox.ts'
import type { createGateway, Gateway } from './gateway.ts'
import type { readSettings } from './settings.ts'

/**
 * Serves what is not the app (`/api`, `/rpc`, `/logs`, `/sandbox`, `/session`, `/config.json`) under `vite dev` through the very code that a
 * deployment runs. Does nothing under a build, a preview or vitest. Edits of the gateway apply to the next request; the sandbox keeps its
 * world until the dev server restarts.
 */
export function gatewayInDev(): Plugin {
  let sandbox: Promise<Sandbox> | undefined
  let isSandboxMode = true

  return {
    name: 'cvm-console:gateway-in-dev',
    apply: (_config, env) => env.command === 'serve' && !env.isPreview && env.mode !== 'test' && !process.env['VITEST'],

    async configureServer(server) {
      const settingsModule = (await server.ssrLoadModule('/gateway/settings.ts')) as { readSettings: typeof readSettings }
      const settings = settingsModule.readSettings(process.env)
      isSandboxMode = settings.upstream === null
      const { getRequestListener } = await import('@hono/node-server')

      const loadSandbox = () =>
        (sandbox ??= server
          .ssrLoadModule('/sandbox/start.ts')
          .then((module) => (module as { startSandbox: StartSandbox }).startSandbox({ origin: originOf(server) })))

      let current: { made: typeof createGateway; gateway: Gateway } | undefined
      const currentGateway = async () => {
        const { createGateway: make } = (await server.ssrLoadModule('/gateway/gateway.ts')) as { createGateway: typeof createGateway }
        if (current?.made !== make) current = { made: make, gateway: make({ settings, loadSandbox, assetsDir: null, log: () => {} }) }
        return current.gateway
      }
      const listener = getRequestListener(async (request, env) => (await currentGateway()).fetch(request, env), {
        overrideGlobalObjects: false,
      })

      server.middlewares.use((request: Connect.IncomingMessage, response: ServerResponse, next: Connect.NextFunction) => {
        const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
        if (!/^\/(?:api|rpc|logs|sandbox|session|config\.json)(?:\/|$)/.test(path) || isSourceFile(path)) return next()
        listener(request, response).catch(next)
      })
      server.httpServer?.once('close', () => void sandbox?.then((running) => running.stop()))
    },

    transformIndexHtml: () =>
      isSandboxMode ? [{ tag: 'script', attrs: { src: '/sandbox/wallet.js', defer: true }, injectTo: 'head' }] : [],
  }
}

/** Vite serves the sandbox's own TypeScript at its path when something imports it in the browser; nothing should, but let Vite say so. */
function isSourceFile(path: string) {
  return path.startsWith('/sandbox/') && path.endsWith('.ts')
}

function originOf(server: ViteDevServer) {
  return (server.resolvedUrls?.local[0] ?? `http://localhost:${server.config.server.port}`).replace(/\/$/, '')
}
