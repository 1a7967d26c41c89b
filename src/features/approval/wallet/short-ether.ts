import { formatEther } from 'viem'

/** Three significant digits are enough to decide; the wallet shows its own estimate. */
export function shortEther(wei: bigint): string {
  const value = Number(formatEther(wei))
  if (value === 0) return '0'
  if (value < 1e-9) return 'less than 0.000000001'
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3, maximumFractionDigits: 18 }).format(value)
}
