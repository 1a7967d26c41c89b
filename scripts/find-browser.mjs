/**
 * Finds the browser that the end-to-end tests run in: `CHROMIUM_PATH`, Playwright's own, or one that the system has.
 * Run as a program it installs one where that needs no question (root on Debian), else it prints the one command to run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'

const systemBrowsers = [
  // The same browser without the parts that a window needs: a quarter less work for the same walks.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of a Chromium, or `null` when there is none. */
export function findBrowser() {
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
    return named
  }
  return [chromium.executablePath(), ...systemBrowsers].find((path) => path && existsSync(path)) ?? null
}

function installOnDebian() {
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  const install = (name) => apt('install', '-y', '-qq', '--no-install-recommends', name)
  return apt('update', '-qq') && (install('chromium-headless-shell') || install('chromium'))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (findBrowser() === null && isDebian && process.getuid?.() === 0) installOnDebian()
  const found = findBrowser()
  if (found === null) {
    console.error(
      `There is no browser for the end-to-end tests. Run: ${isDebian ? 'sudo apt-get install -y chromium-headless-shell' : 'npx playwright install chromium'}`,
    )
    process.exit(1)
  }
  console.log(`Browser: ${found}`)
}
