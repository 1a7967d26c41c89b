/**
 * Adds lock entries for optional platform packages that the registry's listing left out, so that `npm ci` accepts the lock file on every
 * operating system. Run it after a dependency change: `npm run complete-lock`. Such entries carry no integrity hash.
 */
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
    lock.packages[key] = { version, cpu: [npmNames[platform[2]] ?? platform[2]], dev: true, optional: true, os: [platform[1]] }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} lock entries added`)
