import { createHash } from 'node:crypto'

/** Draws that are the same for the same seed. */
export interface SeededRandom {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  pick<Item>(items: readonly Item[]): Item
  chance(probability: number): boolean
  /** Lower-case hex. */
  hex(bytes: number): string
  uuid(): string
}

/** mulberry32: small, fast and good enough to make a fleet look real. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const hex = (bytes: number) => {
    let text = ''
    for (let index = 0; index < bytes; index++) text += between(0, 255).toString(16).padStart(2, '0')
    return text
  }
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)]!, // every caller passes a list with something in it
    chance: (probability) => next() < probability,
    hex,
    uuid: () => asUuid(hex(16)),
  }
}

/** 32 hex characters written as a version 4 uuid. */
export function asUuid(hex: string): string {
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const sha256Hex = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
