/**
 * Whether the parts of a user config that the node reports hold what was asked for. The node hands out the parts it knows, such as the
 * host name, and never the text itself; `null` where the text names none of them, so nothing can be compared.
 */
export function userConfigMatches(wanted: string, reported: Record<string, unknown>): boolean | null {
  const asked = objectIn(wanted)
  const comparable = asked === null ? [] : Object.keys(asked).filter((name) => name in reported)
  if (asked === null || comparable.length === 0) return null
  return comparable.every((name) => JSON.stringify(asked[name]) === JSON.stringify(reported[name]))
}

/** The text as an object; `null` for free text, which is as good a user config as any. */
function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
