/** Adds up test-results/: checks that have no tests of their own count one each. Run as a program it prints `N passed, N failed`. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = new URL('../test-results/', import.meta.url)
const read = (name) => {
  const path = fileURLToPath(new URL(name, folder))
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

const counts = {
  'unit.json': ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  'e2e.json': ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
}

/** A step that failed without a failed test (a file that does not load, a crash) counts as one failure; so does a run without steps. */
export function summary() {
  const steps = read('steps.json') ?? [{ name: 'start', ok: false }]
  const total = { passed: 0, failed: 0 }
  for (const { ok, report } of steps) {
    const body = report ? read(report) : null
    const count = body ? counts[report](body) : { passed: ok ? 1 : 0, failed: 0 }
    total.passed += count.passed
    total.failed += ok ? count.failed : Math.max(1, count.failed)
  }
  return total
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = summary()
  console.log(`${passed} passed, ${failed} failed`)
}
