/** Runs the one-way import rules of .dependency-cruiser.cjs, and fails when they had nothing to look at; then counts the files of each folder. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { folderProblems } from './check-folders.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = ['src', 'gateway', 'sandbox']
const run = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
)
if (!run.stdout.startsWith('{')) {
  console.error(run.stderr || run.stdout)
  process.exit(1)
}
const { totalCruised, violations } = JSON.parse(run.stdout).summary
const broken = violations.filter(({ rule }) => rule.severity === 'error')
for (const { rule, from, to } of broken) console.error(`${rule.name}: ${from} -> ${to}`)
console.log(`${totalCruised} modules, ${broken.length} broken import rules`)
if (totalCruised === 0) console.error('No module was read, so nothing was checked.')
process.chdir(root)
const crowded = folderProblems(rooms)
for (const problem of crowded) console.error(problem)
process.exit(totalCruised === 0 || broken.length > 0 || crowded.length > 0 ? 1 : 0)
