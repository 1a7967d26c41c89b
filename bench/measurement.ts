import { test } from '@playwright/test'

export type Unit = 'ms' | 'KiB' | 'MB' | '%' | ''

/** One line of the table. Times are printed beside something measured in the same run, since no two machines are alike. */
export interface Measurement {
  what: string
  unit: Unit
  /** The line shows their median; one value for what is not a sample, such as a count. */
  values: number[]
  baseline?: { what: string; value: number }
  bar?: { atMost: number } | { atLeast: number } | { ratioAtMost: number }
}

export const measurementType = 'measurement'

/** Hands a line to the table that is printed at the end. */
export function record(measurement: Measurement) {
  test.info().annotations.push({ type: measurementType, description: JSON.stringify(measurement) })
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) throw new Error('There is no median of nothing.')
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
