/** `9745d51a…a8c173ff`: the first and last characters, which is what a wallet shows too. Short values stay whole. */
export function abbreviate(value: string, keep = 8): string {
  return value.length <= keep * 2 + 1 ? value : `${value.slice(0, keep)}…${value.slice(-keep)}`
}
