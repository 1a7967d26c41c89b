/**
 * Adds lock entries for optional platform packages that the registry's listing left out, so that `npm ci` accepts the lock file on every
 * operating system, and the integrity of every entry that has none, as the registry states it. Run it after a dependency change:
 * `npm run complete-lock`. It fails where an entry would stay without integrity.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))

const npmNames = { amd64: 'x64', x64: 'x64', arm64: 'arm64' }
let added = 0
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (lock.packages[key]) continue
    const platform = /-(linux|darwin|win32)-(\w+)$/.exec(name)
    if (!platform) throw new Error(`${name} is missing from the lock file and its platform cannot be read from its name`)
    const dev = entry.dev ? { dev: true } : {}
    lock.packages[key] = { version, cpu: [npmNames[platform[2]] ?? platform[2]], ...dev, optional: true, os: [platform[1]] }
    added += 1
  }
}

let completed = 0
for (const [key, entry] of Object.entries(lock.packages)) {
  if (key === '' || entry.link || entry.integrity) continue
  const name = entry.name ?? key.split('node_modules/').at(-1)
  const { version, ...rest } = entry
  lock.packages[key] = { version, integrity: integrityOf(name, version), ...rest }
  completed += 1
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} lock entries added, ${completed} completed with their integrity`)

function integrityOf(name, version) {
  const { stdout } = spawnSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const integrity = stdout.trim()
  if (!/^sha512-[\w+/]+=*$/.test(integrity)) throw new Error(`The registry states no integrity for ${name}@${version}.`)
  return integrity
}
