import { test as base, expect } from '@playwright/test'
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core'
import { gatewayFixture } from '../fixtures/gateway-fixture.ts'
import type { GatewayProcess } from '../fixtures/gateway-process.ts'
import { SandboxControl } from '../fixtures/sandbox-control.ts'

export { expect } from '@playwright/test'

const waitMs = 30_000

/** A page of Firefox, mostly in the words of the other walks. */
export interface FirefoxPage {
  /** For what has no other way here. */
  raw: Page
  /** Another tab of the same person, on the same address. */
  secondTab: () => Promise<FirefoxPage>
  goto: (path: string) => Promise<void>
  /** By role and whole name. */
  click: (role: string, name: string) => Promise<void>
  fill: (role: string, name: string, text: string) => Promise<void>
  /** By a part of its text, also within the shadow roots of the editor and the wallet. */
  press: (text: string) => Promise<void>
  sees: (text: string) => Promise<void>
  /** A button that can be pressed, by its whole text, also within shadow roots. */
  pressButton: (text: string) => Promise<void>
}

interface TestFixtures {
  sandbox: SandboxControl
  firefox: FirefoxPage
}

interface WorkerFixtures {
  gateway: GatewayProcess
  /** Firefox; Playwright's own browser is not started. */
  driven: Browser
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  gateway: [...gatewayFixture],
  driven: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern: nothing
    async ({}, use) => {
      const executablePath = process.env['FIREFOX_PATH']
      if (!executablePath) throw new Error('FIREFOX_PATH names no Firefox. Run `npm run e2e:firefox`, which looks for one.')
      const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  sandbox: [
    async ({ gateway }, use) => {
      const sandbox = new SandboxControl(gateway.url)
      await sandbox.reset({ fleetSize: 24, applySeconds: 2 })
      await use(sandbox)
    },
    { auto: true },
  ],
  firefox: async ({ driven, gateway }, use, testInfo) => {
    const context = await driven.createBrowserContext()
    const raw = await context.newPage()
    const problems: string[] = []
    raw.on('pageerror', (error) => problems.push(error instanceof Error ? error.message : String(error)))
    raw.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await raw.setViewport({ width: 1280, height: 900 })
    await use(pageOf(raw, gateway.url))
    if (testInfo.status !== testInfo.expectedStatus) await raw.screenshot({ path: testInfo.outputPath('firefox.png') })
    await context.close()
    expect(problems, 'what went wrong in the page without anyone looking').toEqual([])
  },
})

function pageOf(raw: Page, url: string): FirefoxPage {
  const named = (role: string, name: string) => raw.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(waitMs)
  const withText = (text: string) => raw.locator(`>>> ::-p-text(${text})`).setTimeout(waitMs)
  return {
    raw,
    secondTab: async () => {
      const tab = await raw.browserContext().newPage()
      await tab.goto(raw.url())
      return pageOf(tab, url)
    },
    goto: async (path) => void (await raw.goto(url + path)),
    click: (role, name) => named(role, name).click(),
    press: (text) => withText(text).click(),
    fill: (role, name, text) => named(role, name).fill(text),
    sees: async (text) => void (await withText(text).wait()),
    pressButton: async (text) => {
      const button = await raw.waitForFunction(buttonWithText, { timeout: waitMs }, text)
      await (button as ElementHandle<HTMLElement>).click()
    },
  }
}

/** Runs in the page: must not refer to anything outside itself. The last one, since what lies above everything comes last. */
function buttonWithText(text: string): HTMLElement | undefined {
  const roots: (Document | ShadowRoot)[] = [document]
  for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot)
  return roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>('button:not(:disabled, [aria-disabled=true])')])
    .findLast((button) => button.textContent.trim() === text && button.checkVisibility())
}
