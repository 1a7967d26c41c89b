import type * as z from 'zod/mini'

type Schema = z.core.$ZodType

interface Definition {
  type: string
  innerType?: Schema
  in?: Schema
  shape?: Record<string, Schema>
  element?: Schema
  valueType?: Schema
  /** See `needed` in `schemas/parts.ts`. */
  isNeeded?: boolean
}

const definitionOf = (schema: Schema) => schema._zod.def as unknown as Definition

/** What an answer itself is held against: without defaults, `null` and what is made of it afterwards. */
export function bare(schema: Schema): Definition {
  const definition = definitionOf(schema)
  const inner = definition.innerType ?? definition.in
  return inner ? bare(inner) : definition
}

/** What stands at `key` inside, and in which kind of thing; `null` where the schema says nothing about it. */
export function partAt(schema: Schema, key: PropertyKey): { within: 'object' | 'list' | 'table'; part: Schema } | null {
  const { shape, element, valueType } = bare(schema)
  if (element) return { within: 'list', part: element }
  if (valueType) return { within: 'table', part: valueType }
  const part = shape?.[key as string]
  return part ? { within: 'object', part } : null
}

/** Whether what holds it cannot do without it once it is there. */
export const isNeeded = (schema: Schema) => definitionOf(schema).isNeeded === true

/** Whether it describes a record of its own, one of many, rather than a plain value. */
export const isRecord = (schema: Schema) => bare(schema).shape !== undefined

/** Whether a key can be the name of a field: one that may be an id or somebody's own word is never repeated. */
export const isFieldName = (key: string) => /^[a-z_][a-z0-9_]{0,39}$/i.test(key) && !/\d{4}|[0-9a-f]{12}/i.test(key)
