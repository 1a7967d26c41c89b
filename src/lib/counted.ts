import { formatNumber } from './numbers.ts'

/** `1 CVM`, `9,500 CVMs`: a count with its noun, which is plural unless the count is one. */
export const counted = (count: number, one: string, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`

/** `0 of 1 CVM`, `500 of 10,000 CVMs`: the noun goes with the whole. */
export const countedOf = (part: number, whole: number, one: string) => `${formatNumber(part)} of ${counted(whole, one)}`
