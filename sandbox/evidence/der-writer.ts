/** Writes DER, as far as certificates and revocation lists need it. */
export type Der = Uint8Array

export const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export function element(tag: number, ...contents: Uint8Array[]): Der {
  const content = concat(...contents)
  const { length } = content
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return concat(Uint8Array.of(tag, ...lengthBytes), content)
}

export const sequence = (...contents: Der[]) => element(0x30, ...contents)
export const setOf = (...contents: Der[]) => element(0x31, ...contents)
export const octets = (bytes: Uint8Array) => element(0x04, bytes)
export const bits = (bytes: Uint8Array) => element(0x03, Uint8Array.of(0), bytes)
export const text = (value: string) => element(0x0c, Buffer.from(value, 'utf8'))
export const isTrue = () => element(0x01, Uint8Array.of(0xff))
export const enumerated = (value: number) => element(0x0a, Uint8Array.of(value))
export const tagged = (number: number, ...contents: Der[]) => element(0xa0 + number, ...contents)

/** A number or the bytes of one, never negative. */
export function integer(value: number | Uint8Array): Der {
  let bytes = typeof value === 'number' ? bytesOf(value) : value
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1)
  return element(0x02, bytes[0]! > 0x7f ? concat(Uint8Array.of(0), bytes) : bytes)
}

const bytesOf = (value: number) => new Uint8Array(Buffer.from(value.toString(16).padStart(value > 0xff ? 4 : 2, '0'), 'hex'))

/** From an identifier in dots. */
export function objectId(dotted: string): Der {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]]
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const groups = [value & 0x7f]
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return element(0x06, Uint8Array.from(bytes))
}

/** Milliseconds since 1970, between 1950 and 2049. */
export const utcTime = (at: number) =>
  element(
    0x17,
    Buffer.from(
      new Date(at)
        .toISOString()
        .replaceAll(/\.\d+|[-:T]/g, '')
        .slice(2),
    ),
  )
