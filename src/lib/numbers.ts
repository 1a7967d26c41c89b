/**
 * A number from 0 on, in English, rounded where it has more digits than wanted: `12`, `9,500`, `0.13`. What has no thousands is written without
 * a formatter: making the first takes a browser 10 to 50 ms, and most pages show no larger numbers when they are painted.
 */
export const formatNumber = (value: number, mostFractionDigits: 0 | 1 | 2 | 3 = 0): string =>
  value <= 999
    ? String(Number(value.toFixed(mostFractionDigits)))
    : value.toLocaleString('en', { maximumFractionDigits: mostFractionDigits })
