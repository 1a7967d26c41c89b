/**
 * Weighs the built app as browsers load it (gzip -9, KiB) and compares it with "budgets" in package.json. Also fails when a heavy package
 * is in what every page loads, when files import each other, or when anything of the sandbox or the gateway is in the app.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const app = join(root, process.env['CONSOLE_DIST'] ?? 'dist', 'app')
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const { budgets } = readJson(join(root, 'package.json'))
const manifest = readJson(join(app, '.vite/manifest.json'))
const packages = readJson(join(app, '.vite/packages.json'))
const keys = Object.keys(manifest)
const problems = []

const gzipKib = (file) => gzipSync(readFileSync(join(app, file)), { level: 9 }).byteLength / 1024

/** Everything that loading these manifest entries loads at once: their files and what those import statically. */
function closureOf(entries) {
  const chunks = new Set()
  const visit = (key) => {
    if (chunks.has(key)) return
    chunks.add(key)
    for (const next of manifest[key].imports ?? []) visit(next)
  }
  entries.forEach(visit)
  return chunks
}
// Of two files that import each other, one runs before the other is there, and what it builds on is missing.
for (const key of keys) {
  const behind = (manifest[key].imports ?? []).some((next) => closureOf([next]).has(key))
  if (behind) problems.push(`${manifest[key].file} is part of a circle of files: see the groups in vite.config.ts.`)
}

const scriptsOf = (chunks) => new Set([...chunks].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')))
const weigh = (files) => [...files].reduce((sum, file) => sum + gzipKib(file), 0)

const packagesOf = (scripts) => new Set([...scripts].flatMap((file) => Object.keys(packages[file] ?? {})))
const dynamicEntries = keys.filter((key) => manifest[key].isDynamicEntry)
const route = (path) => dynamicEntries.filter((key) => key.startsWith(`src/routes/${path}?tsr-split=`) && key.includes('component'))
/** What loads `wanted` when it opens and does not load `unwanted`. Found by content, so that moving a file does not empty a budget. */
const opening = (wanted, unwanted) =>
  dynamicEntries.filter((key) => {
    const names = packagesOf(scriptsOf(closureOf([key])))
    return !key.startsWith('src/routes/') && names.has(wanted) && !names.has(unwanted)
  })
const entry = keys.filter((key) => manifest[key].isEntry)
const everyPage = scriptsOf(closureOf([...entry, ...dynamicEntries.filter((key) => key.startsWith('src/routes/'))]))

/** What index.html names beside the entry. */
const firstScripts = [...readFileSync(join(app, 'index.html'), 'utf8').matchAll(/<script async [^>]*src="\/([^"]+)"/g)].map(
  ([, file]) => file,
)
if (firstScripts.length !== 1) problems.push('index.html should name one script before its entry, which asks for what the page needs.')

/** A page counts with its document and scripts (styles have a budget of their own); what opens later with the scripts it adds to the pages. */
const page = (routes) => weigh([...scriptsOf(closureOf([...entry, ...routes])), ...firstScripts, 'index.html'])
const added = (entries) => weigh([...scriptsOf(closureOf(entries))].filter((file) => !everyPage.has(file)))

const parts = {
  'sign-in': { entries: route('sign-in.tsx'), weigh: page },
  fleet: { entries: [...route('_console.tsx'), ...route('_console/cvms/index.tsx')], weigh: page },
  wallet: { entries: opening('wagmi'), weigh: added },
  'chain reads': { entries: opening('viem', 'wagmi'), weigh: added },
  editor: { entries: opening('@codemirror/view'), weigh: added },
  // No package tells it from other dialogs.
  search: { entries: dynamicEntries.filter((key) => key === 'src/app/shell/HeaderDialog.tsx'), weigh: added },
  css: {
    entries: keys,
    weigh: (all) =>
      weigh(new Set(all.flatMap((key) => [...(manifest[key].css ?? []), manifest[key].file].filter((file) => file.endsWith('.css'))))),
  },
}

/** What a part is made of, by bytes before minifying. */
function largest(entries) {
  const sizes = new Map()
  for (const file of scriptsOf(closureOf([...entry, ...entries]))) {
    for (const [name, bytes] of Object.entries(packages[file] ?? {})) sizes.set(name, (sizes.get(name) ?? 0) + bytes)
  }
  const sorted = [...sizes].sort(([, a], [, b]) => b - a)
  return sorted
    .slice(0, 8)
    .map(([name, bytes]) => `${name} ${Math.round(bytes / 1024)}`)
    .join(', ')
}

console.log(`${'part'.padEnd(14)}${'KiB gzip'.padStart(10)}${'budget'.padStart(8)}`)
for (const [name, limitKib] of Object.entries(budgets)) {
  const part = parts[name]
  if (!part || part.entries.length === 0) {
    problems.push(`${name}: the build has no such chunk, so it could not be weighed.`)
    continue
  }
  const kib = part.weigh(part.entries)
  console.log(`${name.padEnd(14)}${kib.toFixed(1).padStart(10)}${String(limitKib).padStart(8)}`)
  if (kib > limitKib)
    problems.push(`${name}: ${kib.toFixed(1)} KiB exceeds its budget of ${limitKib} KiB. Largest: ${largest(part.entries)}.`)
}

const heavy = /^(?:wagmi|@wagmi\/.*|viem|ox|mipd|@codemirror\/.*|@lezer\/.*|yaml|zod \(full\))$/
for (const file of scriptsOf(closureOf(entry))) {
  for (const name of Object.keys(packages[file] ?? {}))
    if (heavy.test(name)) problems.push(`${name} is in ${file}, which every page loads.`)
}

const marks = ['/sandbox/', 'anvil_', 'cvm-console-sandbox']
for (const [file, names] of Object.entries(packages)) {
  for (const room of ['room:sandbox', 'room:gateway']) if (room in names) problems.push(`${file} holds code of ${room.slice(5)}/.`)
  const text = readFileSync(join(app, file), 'utf8')
  for (const mark of marks) if (text.includes(mark)) problems.push(`${file} names ${mark}, which is the sandbox's.`)
}

for (const problem of problems) console.error(problem)
process.exit(problems.length > 0 ? 1 : 0)
