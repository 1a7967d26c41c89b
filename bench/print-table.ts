import { cpus } from 'node:os'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { type Measurement, measurementType, median, type Unit } from './measurement.ts'

interface Line {
  what: string
  measured: string
  range: string
  baseline: string
  ratio: string
  bar: string
}

const heads: Line = { what: '', measured: 'median', range: 'min to max (n)', baseline: 'beside it, same run', ratio: 'ratio', bar: 'bar' }

/** Prints what was measured, one table a subject, and at the end what is over its bar. */
export default class PrintTable implements Reporter {
  readonly #over: string[] = []
  #failures = 0

  onBegin() {
    const [cpu] = cpus()
    console.log(`${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, Node ${process.version}`)
    console.log('The machine’s task is a fixed piece of JavaScript run in the same page; lower is better unless the bar says "at least".')
  }

  onTestEnd({ title }: TestCase, { annotations, errors, status }: TestResult) {
    const measurements = annotations
      .filter(({ type }) => type === measurementType)
      .map(({ description }) => JSON.parse(description!) as Measurement) // `record` always gives one
    console.log(`\n${title}`)
    printLines(measurements.map(lineOf))
    for (const measurement of measurements) {
      if (isOver(measurement)) this.#over.push(`${title}: ${measurement.what}`)
    }
    for (const { message, location } of errors) this.#tellFailure(message, location && `${location.file}:${location.line}`)
    if (errors.length === 0 && status !== 'passed') this.#tellFailure(status)
  }

  onError({ message }: { message?: string }) {
    this.#tellFailure(message)
  }

  #tellFailure(message = 'without a message', where = '') {
    this.#failures++
    console.log(`FAILED ${message} ${where}`.trimEnd())
  }

  onEnd() {
    if (this.#over.length > 0) console.log(`\nOver the bar in this run:\n  ${this.#over.join('\n  ')}`)
    else if (this.#failures === 0) console.log('\nEverything is within its bar.')
    if (this.#failures > 0) console.log('\nSomething could not be measured or broke a gate; see FAILED above.')
  }

  printsToStdio = () => true
}

function printLines(lines: Line[]) {
  const all = [heads, ...lines]
  const keys = Object.keys(heads) as (keyof Line)[]
  const widths = new Map(keys.map((key) => [key, Math.max(...all.map((line) => line[key].length))]))
  for (const line of all) {
    const cells = keys.map((key) => {
      const isNumber = key === 'measured' || key === 'ratio'
      const width = widths.get(key)!
      return isNumber ? line[key].padStart(width) : line[key].padEnd(width)
    })
    console.log(`  ${cells.join('  ')}`.trimEnd())
  }
}

function lineOf(measurement: Measurement): Line {
  const { what, unit, values, baseline } = measurement
  const ratio = ratioOf(measurement)
  return {
    what,
    measured: format(median(values), unit),
    range: values.length > 1 ? `${format(Math.min(...values), unit)} to ${format(Math.max(...values), unit)} (${values.length})` : '',
    baseline: baseline ? `${baseline.what} ${format(baseline.value, unit)}` : '',
    ratio: ratio === null ? '' : ratio.toFixed(2),
    bar: barText(measurement),
  }
}

const ratioOf = ({ values, baseline }: Measurement) => (baseline ? median(values) / baseline.value : null)

function isOver(measurement: Measurement): boolean {
  const { bar, values } = measurement
  if (!bar) return false
  if ('ratioAtMost' in bar) return (ratioOf(measurement) ?? 0) > bar.ratioAtMost
  return 'atMost' in bar ? median(values) > bar.atMost : median(values) < bar.atLeast
}

function barText(measurement: Measurement): string {
  const { bar, unit } = measurement
  if (!bar) return ''
  const text =
    'ratioAtMost' in bar
      ? `ratio at most ${bar.ratioAtMost}`
      : 'atMost' in bar
        ? `at most ${format(bar.atMost, unit)}`
        : `at least ${format(bar.atLeast, unit)}`
  return isOver(measurement) ? `${text}  OVER` : text
}

function format(value: number, unit: Unit): string {
  const digits = unit === '' || value >= 100 ? 0 : 1
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return unit === '' ? text : `${text} ${unit}`
}
