import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { nastyTexts } from '../src/compose/testing/nasty-texts.ts'
import { median, record } from './measurement.ts'

const limitBytes = 200 * 1024
const runs = 2
const command = join(process.env['CONSOLE_DIST'] ?? 'dist', 'server/lint-compose.mjs')

/** The same reading as in the editor's worker, as the command of an app's CI. */
test('Compose files and .env text that cost careless readers minutes, 200 KiB each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compose-bench-'))
  const files = { small: join(folder, 'small.yml'), nasty: join(folder, 'nasty.yml'), env: join(folder, 'nasty.env') }
  writeFileSync(files.small, 'services: {a: {image: b:1}}\n')
  const measure = (...args: string[]) =>
    Array.from({ length: runs }, () => {
      const start = performance.now()
      const { status } = spawnSync(process.execPath, [command, ...args])
      expect([0, 1]).toContain(status)
      return performance.now() - start
    })
  const baseline = { what: 'a small file', value: median(measure(files.small)) }
  const { compose, env } = nastyTexts(limitBytes)
  for (const [what, text] of Object.entries(compose)) {
    writeFileSync(files.nasty, text)
    record({ what, unit: 'ms', values: measure(files.nasty), baseline, bar: { atMost: 1000 } })
  }
  for (const [what, text] of Object.entries(env)) {
    writeFileSync(files.env, text)
    record({ what: `.env: ${what}`, unit: 'ms', values: measure(files.small, '--env', files.env), baseline, bar: { atMost: 1000 } })
  }
  rmSync(folder, { recursive: true })
})
