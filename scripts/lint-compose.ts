/**
 * `npm run lint:compose -- FILE… [--env FILE] [--script FILE]`: reads compose files as the console's editor does, for the CI of an app. Prints
 * one JSON object a line, `{file, line, column, severity: "error" | "remark", code, message}`, and exits with 1 when there is an error, 2 when
 * it was called wrongly. Values of the `.env` file are used and never printed. Built as dist/server/lint-compose.mjs; needs no server.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseEnvText } from '@/compose/env-text.ts'
import { readCompose } from '@/compose/read-compose.ts'

interface Line {
  file: string
  line: number
  column: number
  severity: 'error' | 'remark'
  code: string
  message: string
}

const usage = 'Usage: lint-compose FILE… [--env FILE] [--script FILE]'
let errors = 0

function print(line: Line) {
  if (line.severity === 'error') errors += 1
  console.log(JSON.stringify(line))
}

/** A file's text; one that is not there or not UTF-8 is an error of its own. */
function textOf(file: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (cause) {
    const why =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'There is no such file.' : 'It is not readable as UTF-8 text.'
    print({ file, line: 1, column: 1, severity: 'error', code: 'unreadable', message: why })
    return null
  }
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { env: { type: 'string' }, script: { type: 'string' }, help: { type: 'boolean', default: false } },
  })
  if (values.help || positionals.length === 0) {
    console.error(usage)
    return values.help ? 0 : 2
  }
  const script = values.script === undefined ? '' : (textOf(values.script) ?? '')
  const envText = values.env === undefined ? null : textOf(values.env)
  const env = envText === null ? null : parseEnvText(envText)
  for (const { line, severity, message } of env?.remarks ?? []) {
    print({ file: values.env!, line, column: 1, severity: severity === 'problem' ? 'error' : 'remark', code: 'env', message })
  }
  const known = env && new Map(env.entries.map(({ key, value }) => [key, value]))
  for (const file of positionals) {
    const text = textOf(file)
    if (text === null) continue
    const { remarks } = readCompose(text, { names: known && [...known.keys()], values: known ?? undefined, script })
    for (const { line, column, severity, rule, message } of remarks) {
      print({ file, line, column, severity: severity === 'error' ? 'error' : 'remark', code: rule, message })
    }
  }
  return errors > 0 ? 1 : 0
}

try {
  process.exitCode = main()
} catch (cause) {
  console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`)
  process.exitCode = 2
}
