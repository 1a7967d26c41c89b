import { defineConfig } from '@playwright/test'

/** The three jobs in a real Firefox: `npm run e2e:firefox`. Playwright runs the walks, and WebDriver BiDi drives the browser. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.firefox.ts',
  outputDir: '../../test-results/firefox',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
})
