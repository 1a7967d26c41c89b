/**
 * `npm run bench` builds and measures; `npm run bench -- fleet` measures only what has "fleet" in its file name. With `CONSOLE_DIST` it
 * takes that build instead of making one.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}

run('node', 'scripts/find-browser.mjs')
if (!process.env['CONSOLE_DIST']) run('node', 'scripts/build.mjs', '--quiet')
// A word is looked for in the names of the files alone, not in the folders above.
const words = process.argv.slice(2).map((word) => (word.startsWith('-') ? word : `/bench/[^/]*${word}[^/]*$`))
run('npx', 'playwright', 'test', '--config', 'bench/playwright.config.ts', ...words)
