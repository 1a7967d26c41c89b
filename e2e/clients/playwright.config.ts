import { defineConfig } from '@playwright/test'
import shared, { browserLaunch } from '../../playwright.config.ts'

/** Runs the console's snippets with the vendor's own clients: `npm run check:clients`, which installs them into a folder of their own. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testMatch: '*.clients.ts',
  outputDir: '../../test-results/clients',
  workers: 1,
  retries: 0,
  fullyParallel: false,
  reporter: 'list',
  use: { ...shared.use, launchOptions: browserLaunch },
})
