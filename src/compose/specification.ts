import published from 'compose-spec/compose.schema.json'

/** The part of JSON Schema in which the Compose specification is written. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  oneOf?: Schema[]
  required?: string[]
  enum?: unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  uniqueItems?: boolean
}

const root = published as unknown as Schema & { definitions: Record<string, Schema> }
const flagOrText: Schema = { type: ['string', 'boolean'] }

/** What Docker Compose 2.40 knows and the published copy does not say yet. */
function withNewer(definitions: Record<string, Schema>): Record<string, Schema> {
  const { service, development } = definitions
  const build = service?.properties?.['build']?.oneOf?.[1]
  const watch = development?.properties?.['watch']?.items
  const models = service?.properties?.['models']?.oneOf?.[1]
  const newer: [Schema | undefined, Record<string, Schema>][] = [
    [build, { provenance: flagOrText, sbom: flagOrText }],
    [watch, { initial_sync: { type: 'boolean' } }],
  ]
  for (const [schema, properties] of newer) if (schema) schema.properties = { ...properties, ...schema.properties }
  for (const [pattern, schema] of Object.entries(models?.patternProperties ?? {})) {
    if (models?.patternProperties && !schema.oneOf) models.patternProperties[pattern] = { oneOf: [schema, { type: 'null' }] }
  }
  return definitions
}

const definitions = withNewer(root.definitions)

/** The Compose specification. */
export const composeSchema: Schema = root

/** The schema itself, with a reference followed. */
export function followed(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  const target = name === undefined ? undefined : definitions[name]
  return target ? followed(target) : schema
}
