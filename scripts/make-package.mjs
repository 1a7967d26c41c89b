/**
 * Makes what is handed out: the package, the list of what it was made of (CycloneDX, by `npm sbom`), and SHA256SUMS of both, in
 * `dist/package` or the folder of `--out`. From the same files and the same Node the same bytes come out, wherever it runs.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/package' } } })
const out = resolve(values.out)
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

const npm = (...args) => {
  const { status, stdout } = spawnSync('npm', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
  return stdout
}
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')

const packed = JSON.parse(`[${npm('pack', '--json', '--loglevel=error', `--pack-destination=${out}`).split(/^\[/m).at(-1)}`)
const { filename } = packed[0]

const sbom = JSON.parse(npm('sbom', '--package-lock-only', '--sbom-format=cyclonedx'))
// A number and a time of its own would make every list another one.
const about = digest(readFileSync(join(out, filename)))
sbom.serialNumber = `urn:uuid:${about.slice(0, 8)}-${about.slice(8, 12)}-8${about.slice(13, 16)}-8${about.slice(17, 20)}-${about.slice(20, 32)}`
delete sbom.metadata.timestamp
sbom.metadata.component.name = packed[0].name // instead of the folder's
const sbomName = filename.replace(/\.tgz$/, '.cdx.json')
writeFileSync(join(out, sbomName), `${JSON.stringify(sbom, null, 2)}\n`)

const sums = [filename, sbomName].map((name) => `${digest(readFileSync(join(out, name)))}  ${name}\n`).join('')
writeFileSync(join(out, 'SHA256SUMS'), sums)
process.stdout.write(sums)
