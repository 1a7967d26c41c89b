import type * as z from 'zod/mini'
import { bare, isFieldName } from './schema-parts.ts'

/** How an answer and what this console reads of it differ in fields, by path as in a `Misread`. */
export interface ShapeDifference {
  /** Fields that the console reads and the answer does not have, not even as `null`. */
  absent: string[]
  /** Fields of the answer that the console does not read. */
  unread: string[]
}

/** As many records of a list as it takes to see what they have in common. */
const sampledRecords = 100

/** Compares an answer with its schema field by field. Says nothing about values, and holds none. */
export function compareShape(schema: z.core.$ZodType, body: unknown): ShapeDifference {
  const absent = new Set<string>()
  const unread = new Set<string>()
  visit(schema, body, '')
  return { absent: [...absent], unread: [...unread] }

  function visit(part: z.core.$ZodType, value: unknown, path: string) {
    const { shape, element, valueType } = bare(part)
    if (element && Array.isArray(value)) {
      for (const item of value.slice(0, sampledRecords)) visit(element, item, `${path}[]`)
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const entries = value as Record<string, unknown>
    if (valueType) {
      for (const entry of Object.values(entries).slice(0, sampledRecords)) visit(valueType, entry, join(path, '*'))
    }
    if (!shape) return
    for (const [name, inner] of Object.entries(shape)) {
      if (name in entries) visit(inner, entries[name], join(path, name))
      else if (!name.startsWith('#')) absent.add(join(path, name))
    }
    for (const name of Object.keys(entries)) if (!(name in shape)) unread.add(join(path, isFieldName(name) ? name : '*'))
  }
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)
