/**
 * Runs the snippets that the console shows with the vendor's own clients, on the sandbox: installs SDK and CLI into a folder of their own,
 * without their install scripts, and takes them away afterwards. Asks the package registry, so it is no part of `npm test`. Needs a build.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The newest ones that are published. */
const clients = { '@phala/cloud': '0.2.9', phala: '1.1.18' }

const folder = mkdtempSync(join(tmpdir(), 'console-clients-'))
const run = (program, args, options) => spawnSync(program, args, { stdio: 'inherit', ...options }).status ?? 1
let status = 1
try {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: clients }))
  status = run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=peer', '--loglevel=error'], { cwd: folder })
  if (status === 0) {
    const env = { ...process.env, CLIENTS_FOLDER: folder }
    status = run('npx', ['playwright', 'test', '-c', 'e2e/clients', ...process.argv.slice(2)], { env })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = status
