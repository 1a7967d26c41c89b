import { defineConfig } from '@playwright/test'
import shared, { browserLaunch } from '../../playwright.config.ts'

/** Takes the pictures of docs/ anew: `npm run pictures`. They show what is there, so they are looked at before they are committed. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../../test-results/pictures',
  workers: 1,
  fullyParallel: false,
  reporter: 'line',
  use: { ...shared.use, launchOptions: browserLaunch, trace: 'off', viewport: { width: 1200, height: 760 }, colorScheme: 'light' },
})
