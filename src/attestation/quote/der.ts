/** One element of DER: its tag, its content, and all its bytes with tag and length. */
export interface DerElement {
  tag: number
  content: Uint8Array
  whole: Uint8Array
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/** Said of bytes that are no strict DER. */
export class NotDer extends Error {
  override name = 'NotDer'
}

/**
 * Reads DER in its one canonical form: definite lengths in their shortest writing and nothing left over. Libraries read more than that, and
 * then a byte can be changed without changing what they make of it.
 */
export function readDer(bytes: Uint8Array): DerElement {
  const { element, next } = readAt(bytes, 0)
  if (next !== bytes.length) throw new NotDer('bytes follow the end')
  return element
}

/** The elements inside a constructed one, in order. */
export function childrenOf({ content }: DerElement): DerElement[] {
  const children: DerElement[] = []
  let offset = 0
  while (offset < content.length) {
    const { element, next } = readAt(content, offset)
    children.push(element)
    offset = next
  }
  return children
}

export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new NotDer(`expected an element of kind 0x${tag.toString(16)}`)
  return element
}

/** The bits of a bit string that ends with a whole byte. */
export function wholeBits(element: DerElement | undefined): Uint8Array {
  const { content } = expectTag(element, derTags.bitString)
  if (content[0] !== 0) throw new NotDer('a bit string with unused bits')
  return content.subarray(1)
}

/** The bytes of an integer without its sign byte. Refuses negative ones and longer ways to write them. */
export function positiveInteger(element: DerElement | undefined): Uint8Array {
  const { content } = expectTag(element, derTags.integer)
  const [first, second] = content
  if (first === undefined || first > 0x7f) throw new NotDer('an integer that is empty or negative')
  if (first !== 0) return content
  if (second === undefined) return content.subarray(1)
  if (second < 0x80) throw new NotDer('an integer with a needless zero')
  return content.subarray(1)
}

/** An object identifier in dots. */
export function objectId(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTags.objectId)
  const numbers: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (numbers.length === 0) {
      const first = Math.min(2, Math.floor(value / 40))
      numbers.push(first, value - first * 40)
    } else numbers.push(value)
    value = 0
  }
  return numbers.join('.')
}

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime, which certificates write in UTC with seconds. */
export function timeOf(element: DerElement | undefined): number {
  const text = element ? new TextDecoder().decode(element.content) : ''
  const isShort = element?.tag === derTags.utcTime
  const parts = (isShort ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text)
  if (!parts || (!isShort && element?.tag !== derTags.generalizedTime)) throw new NotDer('a time that cannot be read')
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, number, number, number, number, number]
  // RFC 5280, 4.1.2.5.1: two digits mean 1950 to 2049.
  const fullYear = isShort ? year + (year < 50 ? 2000 : 1900) : year
  return Date.UTC(fullYear, month - 1, day, hour, minute, second)
}

function readAt(bytes: Uint8Array, offset: number): { element: DerElement; next: number } {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined) throw new NotDer('the end comes too early')
  if ((tag & 0x1f) === 0x1f) throw new NotDer('a tag of more than one byte')
  let start = offset + 2
  let length = first
  if (first & 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 3) throw new NotDer('a length that cannot be read')
    length = 0
    for (let at = 0; at < count; at++) length = length * 256 + (bytes[start + at] ?? 0)
    if (length < 0x80 || length < 256 ** (count - 1)) throw new NotDer('a length in a longer writing than needed')
    start += count
  }
  const next = start + length
  if (next > bytes.length) throw new NotDer('the end comes too early')
  return { element: { tag, content: bytes.subarray(start, next), whole: bytes.subarray(offset, next) }, next }
}
