import { formatNumber } from './numbers.ts'

/** How long a text is in UTF-8. Counted rather than encoded, which at every key of a long text would leave as many copies of it behind. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    // Half of a character beyond the first 65,536, which takes four bytes; a half by itself is encoded as a character that takes three.
    const isPair = unit >= 0xd800 && unit < 0xdc00 && isLowHalf(text.charCodeAt(at + 1))
    bytes += unit < 0x800 ? 1 : 2
    if (isPair) at += 1
  }
  return bytes
}

const isLowHalf = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** Lines of a text as an editor numbers them: one more than it has line feeds. */
export function lineCount(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** `3.1 KiB`: how long a text is, for people. */
export const formatKib = (bytes: number) => `${formatNumber(bytes / 1024, 1)} KiB`
