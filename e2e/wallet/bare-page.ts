import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, type Page } from '@playwright/test'
import { securityHeaders } from '../../gateway/security-headers.ts'
import { startChain } from '../../sandbox/chain/start-chain.ts'
import type { SandboxChain } from '../../sandbox/chain/sandbox-chain.ts'
import { makeTextsExact } from '../fixtures/exact-texts.ts'
import { PageProblems } from '../fixtures/page-problems.ts'

export { expect } from '@playwright/test'

export type Hex = `0x${string}`

/** A page with nothing on it but the demo wallet's script, under the gateway's own security headers, with a real chain behind it. */
export interface BarePage {
  url: string
  chain: SandboxChain
  /** An app contract that belongs to `owner`. */
  app: Hex
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Bare page</title>
    <script src="/sandbox/wallet.js"></script>
  </head>
  <body><main><h1>Bare page</h1><button>Something of the page</button></main></body>
</html>`

async function serveBarePage(): Promise<BarePage & { stop(): Promise<void> }> {
  const chain = await startChain()
  const app = await chain.deployApp({
    owner: 'account',
    composeHash: `0x${'a'.repeat(64)}`,
    deviceId: `0x${'1'.repeat(64)}`,
    allowAnyDevice: true,
  })
  await chain.snapshotAtStart()
  const walletScript = await readFile('sandbox/wallet/wallet.js')
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    response.setHeaders(new Headers(securityHeaders(path)))
    if (path === '/rpc/31337') {
      let body = ''
      for await (const part of request.setEncoding('utf8')) body += String(part)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(await chain.forward(JSON.parse(body))))
    } else if (path === '/sandbox/wallet.js') response.setHeader('content-type', 'text/javascript').end(walletScript)
    else if (path === '/') response.setHeader('content-type', 'text/html').end(page)
    else response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chain,
    app,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await chain.stop()
    },
  }
}

interface Wallets {
  found: {
    name: string
    rdns: string
    provider: { request(request: unknown): Promise<unknown>; on(event: string, listener: unknown): unknown }
  }[]
  events: [string, unknown][]
}

/** Collects the wallets of a page and their events, as an application would. Runs in the page. */
function collectWallets() {
  const wallets: Wallets = { found: [], events: [] }
  Object.assign(window, { wallets })
  window.addEventListener('eip6963:announceProvider', (event) => {
    const { info, provider } = (
      event as CustomEvent<{ info: { name: string; rdns: string }; provider: Wallets['found'][number]['provider'] }>
    ).detail
    if (wallets.found.some(({ rdns }) => rdns === info.rdns)) return
    wallets.found.push({ ...info, provider })
    for (const name of ['accountsChanged', 'chainChanged']) provider.on(name, (payload: unknown) => wallets.events.push([name, payload]))
  })
}

export const test = base.extend<{ problems: PageProblems }, { bare: BarePage }>({
  bare: [
    async ({ browserName: _anyBrowser }, use) => {
      const served = await serveBarePage()
      await use(served)
      await served.stop()
    },
    { scope: 'worker' },
  ],
  problems: [
    async ({ context, bare }, use) => {
      await bare.chain.reset()
      context.on('page', makeTextsExact)
      const problems = new PageProblems()
      await problems.watch(context)
      await context.addInitScript(collectWallets)
      await use(problems)
      base.expect(problems.unexpected(), 'problems inside the pages').toEqual([])
    },
    { auto: true },
  ],
})

export type WalletAnswer = { result: unknown } | { code: number; message: string }

/** Asks the wallet `rdns` from inside the page, and reads results and error codes alike. */
export function asker(on: Page, rdns: string) {
  return (method: string, ...params: unknown[]): Promise<WalletAnswer> =>
    on.evaluate(
      async ([wanted, method, params]) => {
        const { found } = (window as unknown as { wallets: Wallets }).wallets
        const wallet = found.find(({ rdns }) => rdns === wanted)
        if (!wallet) throw new Error(`No wallet ${wanted} was announced`)
        try {
          return { result: await wallet.provider.request({ method, params }) }
        } catch (error) {
          const { code, message } = error as { code: number; message: string }
          return { code, message }
        }
      },
      [rdns, method, params] as const,
    )
}

export const walletEvents = (on: Page) => on.evaluate(() => (window as unknown as { wallets: Wallets }).wallets.events)

export const announcedWallets = (on: Page) =>
  on.evaluate(() => (window as unknown as { wallets: Wallets }).wallets.found.map(({ name, rdns }) => ({ name, rdns })))
