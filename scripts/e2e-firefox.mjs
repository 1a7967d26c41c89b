/** Walks the three jobs in a real Firefox, where there is one: `FIREFOX_PATH`, or what the system has. Needs a build. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const systemBrowsers = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]
const named = process.env['FIREFOX_PATH']
if (named && !existsSync(named)) throw new Error(`FIREFOX_PATH names ${named}, which does not exist.`)
const found = named ?? systemBrowsers.find((path) => existsSync(path))
if (found) {
  const env = { ...process.env, FIREFOX_PATH: found }
  const walks = ['playwright', 'test', '-c', 'e2e/firefox', ...process.argv.slice(2)]
  process.exitCode = spawnSync('npx', walks, { stdio: 'inherit', env }).status ?? 1
} else {
  console.log('skipped: there is no Firefox here. On Debian: sudo apt-get install -y firefox-esr')
}
