import { sha384 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { bytesOfHex, hexOf, sameBytes } from './quote/bytes.ts'
import { fails, type Finding, holds } from './links.ts'

/** One measurement: what was put into which register. */
export interface LoggedEvent {
  /** 0 to 3. */
  imr: number
  eventType: number
  digest: Uint8Array
  name: string
  payload: Uint8Array
}

/** What dstack writes at boot; every one of them goes into register 3. */
const dstackEvent = 0x08000001
const registerLength = 48

/** The log as the API and a bundle hold it; `null` when it is no such list. */
export function readEventLog(value: unknown): LoggedEvent[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > 100_000) return null
  const events: LoggedEvent[] = []
  for (const entry of value as Record<string, unknown>[]) {
    const digest = bytesOfHex(entry?.digest)
    const payload = bytesOfHex(entry?.event_payload ?? '')
    const { imr, event_type: eventType, event } = entry ?? {}
    if (!digest || digest.length > registerLength || !payload || typeof event !== 'string') return null
    if (typeof imr !== 'number' || ![0, 1, 2, 3].includes(imr)) return null
    if (typeof eventType !== 'number' || !Number.isInteger(eventType) || eventType < 0 || eventType > 0xffffffff) return null
    events.push({ imr, eventType, digest, name: event, payload })
  }
  return events
}

/** How dstack makes the digest of its own events: over bytes in format 1, over JSON in format 2. `null` when neither gives it. */
function formatOf({ eventType, name, payload, digest }: LoggedEvent): 1 | 2 | null {
  const type = new Uint8Array(4)
  new DataView(type.buffer).setUint32(0, eventType, true)
  const colon = utf8ToBytes(':')
  if (sameBytes(sha384(concatBytes(type, colon, utf8ToBytes(name), colon, payload)), digest)) return 1
  // Canonical JSON has its keys in order of the alphabet; the other order is what an earlier text of the format shows.
  const hex = hexOf(payload)
  const texts = [
    `{"name":${JSON.stringify(name)},"payload":"${hex}","type":${eventType}}`,
    `{"name":${JSON.stringify(name)},"type":${eventType},"payload":"${hex}"}`,
  ]
  return texts.some((text) => sameBytes(sha384(utf8ToBytes(text)), digest)) ? 2 : null
}

/** The value of a register after its events, in order, from zero. */
function replay(events: readonly LoggedEvent[], register: number): Uint8Array {
  let value: Uint8Array = new Uint8Array(registerLength)
  for (const { imr, digest } of events) {
    if (imr !== register) continue
    const padded = new Uint8Array(registerLength)
    padded.set(digest)
    value = sha384(concatBytes(value, padded))
  }
  return value
}

/** Whether the log is what the registers of the quote were made of, and whether dstack's events say what their digests say. */
export function compareRegisters(events: readonly LoggedEvent[], registers: readonly Uint8Array[]): Finding {
  const replayed = registers.map((_, register) => replay(events, register))
  const compared = registers.map((signed, register) => ({
    measured: hexOf(signed),
    measuredFrom: `register ${register} in the quote`,
    expected: hexOf(replayed[register]!),
    expectedFrom: 'replayed event log',
  }))
  const different = registers.flatMap((signed, register) => (sameBytes(signed, replayed[register]!) ? [] : [register]))
  if (different.length > 0)
    return fails(`The event log does not lead to register ${different.join(', ')} of the quote: something else was measured.`, compared)
  const own = events.filter(isDstackEvent)
  const formats = own.map(formatOf)
  const wrong = own[formats.indexOf(null)]
  if (wrong) return fails(`The event “${wrong.name}” was changed: its text is not what was measured.`, compared)
  const used = ([1, 2] as const).filter((format) => formats.includes(format))
  return holds(
    used.length === 0
      ? 'Every register follows from the event log.'
      : `Every register follows from the event log, and dstack’s ${own.length} events say what was measured (format ${used.join(' and ')}).`,
    compared,
  )
}

const isDstackEvent = ({ eventType, imr }: LoggedEvent) => eventType === dstackEvent && imr === 3

/** What dstack measured at boot. Lower-case hex without `0x`; `null` was not measured. */
export interface BootFacts {
  appId: string | null
  composeHash: string | null
  instanceId: string | null
  osImageHash: string | null
  /** As written: JSON with the name of what hands out the keys, and which one. */
  keyProvider: { name: string; id: string } | null
}

/**
 * Reads the facts of the boot. Events from `system-ready` on are the app's own and say nothing about how it was started; so does a name that
 * comes back later, since the first is dstack’s.
 */
export function readBootFacts(events: readonly LoggedEvent[]): BootFacts {
  const ready = events.findIndex((event) => isDstackEvent(event) && event.name === 'system-ready')
  const boot = (ready === -1 ? events : events.slice(0, ready)).filter(isDstackEvent)
  const payloadOf = (name: string, length?: number): Uint8Array | null => {
    const payload = boot.find((event) => event.name === name)?.payload
    return payload && (length === undefined || payload.length === length) ? payload : null
  }
  const hexAt = (name: string, length: number) => {
    const payload = payloadOf(name, length)
    return payload ? hexOf(payload) : null
  }
  return {
    appId: hexAt('app-id', 20),
    composeHash: hexAt('compose-hash', 32),
    instanceId: hexAt('instance-id', 20),
    osImageHash: hexAt('os-image-hash', 32),
    keyProvider: keyProviderIn(payloadOf('key-provider')),
  }
}

function keyProviderIn(payload: Uint8Array | null): BootFacts['keyProvider'] {
  if (!payload) return null
  try {
    const { name, id } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as Record<string, unknown>
    return typeof name === 'string' && typeof id === 'string' ? { name, id } : null
  } catch {
    return null
  }
}
