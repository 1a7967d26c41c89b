/**
 * Everything that must hold, in the order in which it is cheap to find out. A failing step does not hide the next one, except that
 * nothing can be weighed or walked without a build. Results go to test-results/, where scripts/summary.mjs adds them up.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { summary } from './summary.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })

/** `report`: the step's own tests are counted from that file instead of the step. `needs`: skipped, and counted as failed, without it. */
const steps = [
  { name: 'types', run: ['npm', 'run', '--silent', 'check:types'] },
  { name: 'lint', run: ['npm', 'run', '--silent', 'check:lint'] },
  { name: 'format', run: ['npm', 'run', '--silent', 'check:format'] },
  { name: 'architecture', run: ['npm', 'run', '--silent', 'check:architecture'] },
  { name: 'unused', run: ['npm', 'run', '--silent', 'check:unused'] },
  { name: 'contracts', run: ['npm', 'run', '--silent', 'check:contracts'] },
  {
    name: 'unit',
    run: ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json'],
    report: 'unit.json',
  },
  { name: 'build', run: ['node', 'scripts/build.mjs', '--quiet'] },
  { name: 'budgets', run: ['npm', 'run', '--silent', 'budgets'], needs: 'build' },
  { name: 'browser', run: ['node', 'scripts/find-browser.mjs'] },
  { name: 'e2e', run: ['npx', 'playwright', 'test'], report: 'e2e.json', needs: 'build' },
  { name: 'reached', run: ['node', 'scripts/check-reached.mjs'] },
]

const results = []
for (const { name, run, report, needs } of steps) {
  const startedAt = Date.now()
  const isPossible = !needs || results.some((result) => result.name === needs && result.ok)
  console.log(`\n== ${name}`)
  if (!isPossible) console.log(`skipped: ${needs} failed`)
  const [command, ...args] = run
  const ok =
    isPossible && spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' }).status === 0
  results.push({ name, ok, report, seconds: Math.round((Date.now() - startedAt) / 100) / 10 })
  writeFileSync('test-results/steps.json', JSON.stringify(results, null, 2))
}

console.log('')
for (const { name, ok, seconds } of results) console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)}${String(seconds).padStart(6)} s`)
const { passed, failed } = summary()
console.log(`${passed} checks and tests passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
