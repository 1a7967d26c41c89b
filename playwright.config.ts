import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/find-browser.mjs'

const executablePath = findBrowser()
// What a browser does behind one's back has no place in a test, and no network to do it on.
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const isRoot = process.getuid?.() === 0

// No page of a walk lives long enough to win back what optimizing its code costs: a fifth of a walk's work.
const unoptimized = '--js-flags=--no-opt --no-maglev'

/** How the browser is started, here and where it is measured (bench/), which runs code as it is run everywhere. */
export const browserLaunch = { ...(executablePath ? { executablePath } : {}), args: [...(isRoot ? ['--no-sandbox'] : []), ...quiet] }

/** Each worker starts its own gateway, see e2e/fixtures/gateway.ts; there is no shared server. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // A walk that needed a second try is named as flaky in the report; on a shared machine one slow moment should not hide all other results.
  retries: process.env['CI'] ? 1 : 0,
  // The longest take half a minute on a machine that does nothing else.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    // Recording slows every walk down, so where there is a second try it is left to that one.
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
    video: 'off',
    // What turns and pulses is drawn sixty times a second, and without a graphics card that costs as much as everything else together.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { ...browserLaunch, args: [...browserLaunch.args, unoptimized] },
  },
})
