/** What a vendor's release can do to one place of an answer. */
export const mutations = ['another type', 'null', 'missing', 'extra', 'renamed'] as const
export type Mutation = (typeof mutations)[number]

/** Keys and places in lists, from the outside in. */
export type Path = (string | number)[]

/** Every place of an answer that has a name of its own; entries of a table have ids, and one of them less is another answer. */
export function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key]
    return [...(/^[a-z_0-9]{1,40}$/i.test(key) && !Array.isArray(value) ? [place] : []), ...placesIn(inner, place)]
  })
}

const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], value)

const newKey = 'qqq_new'
const odd = { string: { deep: true }, number: ['x'], boolean: 'perhaps', object: 'flat', null: { deep: true } }

/** A value of a kind that its place never has, and that could not be taken for what was there. */
function ofAnotherType(value: unknown): unknown {
  if (value === null) return odd.null
  if (Array.isArray(value)) return 'no list'
  return odd[typeof value as keyof typeof odd]
}

/** A copy of an answer that is changed at one place. */
export function mutated(body: unknown, path: Path, mutation: Mutation): unknown {
  const copy = structuredClone(body)
  const holder = at(copy, path.slice(0, -1)) as Record<string, unknown>
  const key = String(path.at(-1))
  const value = holder[key]
  if (mutation === 'another type') holder[key] = ofAnotherType(value)
  else if (mutation === 'null') holder[key] = null
  else if (mutation === 'extra') holder[newKey] = 'odd'
  else {
    delete holder[key]
    if (mutation === 'renamed') holder[newKey] = value
  }
  return copy
}
