import type { Cvm } from '@/domain/cvm.ts'

/** Whether two CVMs of an app have the same configuration, which their compose hashes say; `null` where one of them is not reported. */
export const runsSame = (a: Pick<Cvm, 'composeHash'>, b: Pick<Cvm, 'composeHash'>): boolean | null =>
  a.composeHash === null || b.composeHash === null ? null : a.composeHash === b.composeHash
