import { type Lookup, substitute, type VariableUse } from './interpolate.ts'
import { entriesOf, get, itemsOf, type MapValue, type ScalarValue, textOf, type Value } from './model.ts'
import { error, type Report } from './remark.ts'
import { goNumber, type ScalarType } from './yaml/scalar.ts'

/** A variable as the file uses it. `passed`: handed to a container under its own name, without a dollar sign. */
export interface FoundVariable {
  name: string
  needs: VariableUse['needs'] | 'passed' | 'file'
  at: number
}

type Cast = 'integer' | 'number' | 'boolean'
type Casts = Cast | { [key: string]: Casts }

/** Keys that Docker turns into numbers or truth values after variables were put in. `*` is any key, `-` any item of a list. */
const casts: Casts = {
  services: {
    '*': {
      cpu_count: 'integer',
      cpu_percent: 'number',
      cpu_period: 'integer',
      cpu_quota: 'integer',
      cpu_rt_period: 'integer',
      cpu_rt_runtime: 'integer',
      cpus: 'number',
      cpu_shares: 'integer',
      init: 'boolean',
      deploy: {
        replicas: 'integer',
        update_config: { parallelism: 'integer', max_failure_ratio: 'number' },
        rollback_config: { parallelism: 'integer', max_failure_ratio: 'number' },
        restart_policy: { max_attempts: 'integer' },
        placement: { max_replicas_per_node: 'integer' },
      },
      healthcheck: { retries: 'integer', disable: 'boolean' },
      oom_kill_disable: 'boolean',
      oom_score_adj: 'integer',
      pids_limit: 'integer',
      ports: { '-': { target: 'integer' } },
      privileged: 'boolean',
      read_only: 'boolean',
      scale: 'integer',
      stdin_open: 'boolean',
      tty: 'boolean',
      ulimits: { '*': { hard: 'integer', soft: 'integer', '': 'integer' } },
      volumes: { '-': { read_only: 'boolean', volume: { nocopy: 'boolean' } } },
    },
  },
  networks: { '*': { external: 'boolean', internal: 'boolean', attachable: 'boolean', enable_ipv4: 'boolean', enable_ipv6: 'boolean' } },
  volumes: { '*': { external: 'boolean' } },
  secrets: { '*': { external: 'boolean' } },
  configs: { '*': { external: 'boolean' } },
}

/** Looking for a name's own line is work; in a text with more variables than this the text's first line does. */
const placesPerText = 50

const wordsForCast: Record<Cast, string> = { integer: 'a whole number', number: 'a number', boolean: 'true or false' }

function cast(text: string, to: Cast): string | null {
  if (to === 'integer') return /^[-+]?\d+$/.test(text) ? String(BigInt(text.replace(/^\+/, ''))) : null
  if (to === 'number') return /^[-+]?(?:\d[\d]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? goNumber(Number(text)) : null
  if (/^(?:true|y|yes|on)$/i.test(text)) return 'true'
  return /^(?:false|n|no|off)$/i.test(text) ? 'false' : null
}

/** The model with variables put in, as Docker does it before it looks at anything else. Finds the variables on the way. */
export function withVariables(root: Value, source: string, lookup: Lookup, report: Report, found: FoundVariable[]): Value {
  const seen = new Set<ScalarValue>()
  return value(root, casts, '')

  function value(before: Value, wanted: Casts | undefined, path: string): Value {
    if (before.kind === 'scalar') {
      const to = typeof wanted === 'object' ? wanted[''] : wanted
      return scalar(before, typeof to === 'string' ? to : undefined, path)
    }
    const below = typeof wanted === 'object' ? wanted : undefined
    if (before.kind === 'list') {
      let isSame = true
      const items = before.items.map((item) => {
        const after = value(item, below?.['-'], path)
        if (after !== item) isSame = false
        return after
      })
      return isSame ? before : { ...before, items }
    }
    let entries: MapValue['entries'] | null = null
    for (const [key, entry] of before.entries) {
      const after = value(entry.value, below?.[key] ?? below?.['*'], path ? `${path}.${key}` : key)
      if (after === entry.value) continue
      entries ??= new Map(before.entries)
      entries.set(key, { ...entry, value: after })
    }
    return entries ? { ...before, entries } : before
  }

  function scalar(before: ScalarValue, to: Cast | undefined, path: string): Value {
    if (before.type !== 'string') return before
    let { text } = before
    let isUnknown = false
    if (text.includes('$')) {
      const result = substitute(text, lookup)
      if (!seen.has(before)) {
        seen.add(before)
        for (const [index, { name, needs }] of result.uses.entries()) {
          found.push({ name, needs, at: index < placesPerText ? placeOf(name, before) : before.at.from })
        }
        for (const problem of result.problems) {
          if (problem.problem === 'required') continue // said with the variables, where the environment is known
          report(
            error(
              before.at.from,
              'bad-interpolation',
              `“${path}” holds a “\${” that is not a variable, or that is not closed on its line: Docker would not start. Write \${NAME}, or $\${ for the characters themselves.`,
            ),
          )
        }
      }
      isUnknown = result.text === null || result.problems.length > 0
      text = result.text ?? ''
    }
    if (isUnknown) return { ...before, isUnknown, text: '' }
    if (to === undefined) return text === before.text ? before : { ...before, text }
    const result = cast(text, to)
    if (result !== null) return { ...before, type: to satisfies ScalarType, text: result }
    report(error(before.at.from, 'bad-value', `“${path}” has to be ${wordsForCast[to]}: Docker would not start.`))
    return { ...before, isUnknown: true, text: '' }
  }

  /** Where in a scalar, which may have many lines, a name stands. */
  function placeOf(name: string, { at: { from, to } }: ScalarValue): number {
    const index = source.slice(from, to).search(new RegExp(`\\$\\{?${name}\\b`))
    return index < 0 ? from : from + index
  }
}

/** Variables that are handed on by name: `environment: [NAME]`, `NAME:` without a value, and the sources of secrets and configs. */
export function passedVariables(root: Value): FoundVariable[] {
  const found: FoundVariable[] = []
  const pass = (name: string | undefined, at: number, needs: FoundVariable['needs']) => {
    if (name) found.push({ name, at, needs })
  }
  const passAll = (section: Value | undefined) => {
    for (const item of itemsOf(section)) {
      const text = textOf(item)
      if (text && !text.includes('=')) pass(text, item.at.from, 'passed')
    }
    for (const [name, { at, value }] of entriesOf(section)) {
      if (value.kind === 'scalar' && value.type === 'null') pass(name, at.from, 'passed')
    }
  }
  for (const [, { value: service }] of entriesOf(get(root, 'services'))) {
    passAll(get(service, 'environment'))
    passAll(get(get(service, 'build'), 'args'))
  }
  for (const section of ['secrets', 'configs']) {
    for (const [, { value }] of entriesOf(get(root, section))) {
      const source = get(value, 'environment')
      pass(textOf(source), source?.at.from ?? 0, 'file')
    }
  }
  return found
}
