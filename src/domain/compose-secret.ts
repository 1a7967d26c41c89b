import { isAlias, isMap, isScalar, isSeq, parseDocument, type Scalar } from 'yaml'

/**
 * Takes a value that stands in plain text out of a compose file: the text with `${NAME}` in its place, and the value. Everything else,
 * comments and line ends included, stays byte for byte. `null` when the value no longer stands there.
 */
export function takeSecret(text: string, { service, name }: { service: string; name: string }): { text: string; value: string } | null {
  const document = parseDocument(text)
  const found = document.getIn(['services', service], true)
  const definition = isAlias(found) ? found.resolve(document) : found
  const environment = isMap(definition) ? definition.get('environment', true) : null
  const placeholder = `\${${name}}`

  if (isMap(environment)) {
    const scalar = environment.get(name, true)
    return isScalar(scalar) ? replaced(text, scalar, String(scalar.value), JSON.stringify(placeholder)) : null
  }
  const entry = isSeq(environment)
    ? environment.items.find(
        (item): item is Scalar<string> => isScalar(item) && typeof item.value === 'string' && item.value.startsWith(`${name}=`),
      )
    : undefined
  return entry ? replaced(text, entry, entry.value.slice(name.length + 1), JSON.stringify(`${name}=${placeholder}`)) : null
}

function replaced(text: string, node: Scalar, value: string, replacement: string): { text: string; value: string } | null {
  if (!node.range) return null
  const [start, end] = node.range
  return { text: text.slice(0, start) + replacement + text.slice(end), value }
}
