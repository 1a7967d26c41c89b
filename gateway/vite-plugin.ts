import type { ServerResponse } from 'node:http'
import type { Connect, Plugin, ViteDevServer } from 'vite'
import type { Sandbox, StartSandbox } from '../sandbox/sandbox.ts'

type GatewayModule = typeof import('./gateway.ts')
type SettingsModule = typeof import('./settings.ts')

/**
 * Serves what is not the app (`/api`, `/rpc`, `/sandbox`, `/session`, `/config.json`) under `vite dev` through the very code that a
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
      const { readSettings } = (await server.ssrLoadModule('/gateway/settings.ts')) as SettingsModule
      const settings = readSettings(process.env)
      isSandboxMode = settings.upstream === null
      const { getRequestListener } = await import('@hono/node-server')

      const loadSandbox = () =>
        (sandbox ??= server
          .ssrLoadModule('/sandbox/start.ts')
          .then((module) => (module as { startSandbox: StartSandbox }).startSandbox({ origin: originOf(server) })))

      let current: { module: GatewayModule; gateway: ReturnType<GatewayModule['createGateway']> } | undefined
      const currentGateway = async () => {
        const module = (await server.ssrLoadModule('/gateway/gateway.ts')) as GatewayModule
        if (current?.module.createGateway !== module.createGateway) {
          current = { module, gateway: module.createGateway({ settings, loadSandbox, assetsDir: null, log: () => {} }) }
        }
        return current!.gateway // set one line above
      }
      const listener = getRequestListener(async (request, env) => (await currentGateway()).fetch(request, env))

      server.middlewares.use((request: Connect.IncomingMessage, response: ServerResponse, next: Connect.NextFunction) => {
        const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
        if (!/^\/(?:api|rpc|sandbox|session|config\.json)(?:\/|$)/.test(path) || isSourceFile(path)) return next()
        listener(request, response).catch(next)
      })
      server.httpServer?.once('close', () => void sandbox?.then((running) => running.stop()))
    },

    transformIndexHtml: () => (isSandboxMode ? [{ tag: 'script', attrs: { src: '/sandbox/wallet.js', defer: true }, injectTo: 'head' }] : []),
  }
}

/** Vite serves the sandbox's own TypeScript at its path when something imports it in the browser; nothing should, but let Vite say so. */
function isSourceFile(path: string) {
  return path.startsWith('/sandbox/') && path.endsWith('.ts')
}

function originOf(server: ViteDevServer) {
  return (server.resolvedUrls?.local[0] ?? `http://localhost:${server.config.server.port}`).replace(/\/$/, '')
}
