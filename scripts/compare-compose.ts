/**
 * Holds our reading of compose files against the real `docker compose config`. Needs its binary: `DOCKER_COMPOSE`. No engine is asked.
 * Files are drawn from `SEED`: `RUNS` sound ones, `RUNS` broken ones and `RUNS` with one place changed, whatever that leads to; and moves of
 * a secret to the environment, after which Docker has to make the same of the file.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { takeSecret } from '@/compose/move-secret.ts'
import { readCompose } from '@/compose/read-compose.ts'
import { keepsFromSending } from '@/compose/remark.ts'
import { brokenFile, changedFile, fileWithSecret, generatedEnvironment, soundFile } from '@/compose/testing/generated-compose.ts'

const binary = process.env['DOCKER_COMPOSE'] ?? ''
const numRuns = Number(process.env['RUNS'] ?? 300)
const seed = Number(process.env['SEED'] ?? 7)
const folder = mkdtempSync(join(tmpdir(), 'compose-'))
const longTest = { timeout: 3_600_000 }

afterAll(() => rmSync(folder, { recursive: true }))

/** What Docker makes of a file; `null` when it refuses it. */
function config(text: string, environment: Record<string, string> = generatedEnvironment): string | null {
  writeFileSync(join(folder, 'compose.yml'), text)
  const { status, stdout } = spawnSync(binary, ['-f', 'compose.yml', 'config'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    encoding: 'utf8',
  })
  return status === 0 ? stdout : null
}

/** No container sees `x-…` keys; in them a number that has become a text is printed with quotes. */
const withoutExtensions = (printed: string | null) => printed?.replace(/^x-.*\n(?:[ ].*\n?)*/gm, '') ?? null

const values = new Map(Object.entries(generatedEnvironment))
/** Without what shows only when the containers start. */
const errorsOf = (text: string) =>
  readCompose(text, { names: [...values.keys()], values }).remarks.filter(
    (remark) => keepsFromSending(remark) && remark.rule !== 'missing-source',
  )

test('nothing that Docker accepts is an error, and what it refuses is one', longTest, () => {
  const files = [
    ...fc.sample(soundFile, { numRuns, seed }).map((text) => ({ what: 'sound', text })),
    ...fc.sample(brokenFile, { numRuns, seed: seed + 1 }),
    ...fc.sample(changedFile, { numRuns, seed: seed + 2 }),
  ]
  const accepted: string[] = []
  const refused: string[] = []
  const falseErrors: string[] = []
  const missedErrors: string[] = []
  for (const { what, text } of files) {
    const errors = errorsOf(text)
    const isAccepted = config(text) !== null
    ;(isAccepted ? accepted : refused).push(what)
    if (isAccepted && errors.length > 0) falseErrors.push(`${what}: ${errors[0]!.message}\n${text}`)
    if (!isAccepted && errors.length === 0) missedErrors.push(`${what}:\n${text}`)
  }
  console.log([...falseErrors.map((found) => `FALSE ${found}`), ...missedErrors.map((found) => `MISSED ${found}`)].join('\n'))
  console.log({ accepted: accepted.length, refused: refused.length, false: falseErrors.length, missed: missedErrors.length })
  expect(falseErrors).toHaveLength(0)
  expect(missedErrors.length).toBeLessThanOrEqual(refused.length * 0.05)
})

test('after a secret has moved to the environment, Docker makes the same of the file', longTest, () => {
  let moved = 0
  for (const text of fc.sample(fileWithSecret, { numRuns, seed })) {
    const place = readCompose(text, { names: null }).remarks.find(({ secret }) => secret)?.secret
    const result = place && takeSecret(text, place, { current: null })
    if (!result?.moved) continue
    moved += 1
    const before = withoutExtensions(config(text))
    expect(before, text).not.toBeNull()
    expect(withoutExtensions(config(result.text, { ...generatedEnvironment, [result.name]: result.value })), text).toBe(before)
  }
  console.log({ moved })
  expect(moved).toBeGreaterThan(numRuns / 2)
})
