import { type OutputUnit, Validator } from '@cfworker/json-schema'
import composeSpec from 'compose-spec/compose.schema.json'
import { isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { ComposeRemark } from './compose-lint.ts'

// Interprets the schema: validators that compile it need eval, which the content security policy forbids.
const validator = new Validator(composeSpec as ConstructorParameters<typeof Validator>[0], '7', false)

/** `#/services/web/ports/0` → `['services', 'web', 'ports', 0]`. */
const pathOf = (location: string): (string | number)[] =>
  location
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const depth = (error: OutputUnit) => error.instanceLocation.split('/').length

/** Keywords that only say that something below them failed; what failed is an error of its own. */
const wrappers = new Set(['$ref', 'properties', 'patternProperties', 'items', 'oneOf', 'anyOf', 'allOf', 'if', 'then', 'else'])

/** The errors that name a cause, one a place: of several at one place the first is the plainest. */
function causes(errors: OutputUnit[]): OutputUnit[] {
  const named = errors.filter((error) => !wrappers.has(error.keyword))
  const deepest = named.filter(
    (error) => !named.some((other) => other !== error && other.instanceLocation.startsWith(`${error.instanceLocation}/`)),
  )
  return deepest
    .toSorted((a, b) => depth(b) - depth(a))
    .filter((error, index, all) => all.findIndex((other) => other.instanceLocation === error.instanceLocation) === index)
}

function wordsFor(error: OutputUnit, path: (string | number)[]): string {
  const place = path.slice(0, -1).join('.')
  const name = String(path.at(-1) ?? 'the file')
  if (error.keyword === 'false' || error.keyword === 'additionalProperties') {
    return `“${name}” is not known ${place ? `under ${place}` : 'at the top level'}. Check its spelling and indentation.`
  }
  if (error.keyword === 'type') return `“${name}” has the wrong kind of value${place ? ` (in ${place})` : ''}.`
  if (error.keyword === 'required') return `“${name}” lacks something that the Compose specification requires.`
  return `“${name}” does not follow the Compose specification${place ? ` (in ${place})` : ''}.`
}

/**
 * Where a compose file departs from the Compose specification's own schema, with lines. Empty for a file that is not valid YAML or has no
 * services: `lintCompose` says that better. Warnings and not errors, since the server may know a newer specification than this console.
 */
export function checkComposeSchema(text: string): ComposeRemark[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0 || !isMap(document.contents) || !isMap(document.get('services'))) return []

  const result = validator.validate(document.toJS({ maxAliasCount: 1000 }))
  return causes(result.errors)
    .map((error): ComposeRemark => {
      const path = pathOf(error.instanceLocation)
      return { line: lineAt(path), severity: 'warning', rule: 'compose-specification', message: wordsFor(error, path) }
    })
    .toSorted((a, b) => a.line - b.line)

  /** The line of the key that leads to a value, or of the nearest thing above it that stands in the file. */
  function lineAt(path: (string | number)[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
      const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(path[length - 1])) : undefined
      const node = pair && isNode(pair.key) ? pair.key : document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}
