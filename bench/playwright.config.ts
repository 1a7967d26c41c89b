import { defineConfig } from '@playwright/test'
import shared, { browserLaunch } from '../playwright.config.ts'

/** Playwright brings browser, gateway and wallet along; here it measures instead of judging. One thing at a time, and nothing is repeated. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../test-results/bench',
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['./print-table.ts']],
  use: { ...shared.use, launchOptions: browserLaunch, trace: 'off', actionTimeout: 20_000 },
})
