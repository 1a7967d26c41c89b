/** One place of an answer that was not as this console knows it. It never holds a value of the answer. */
export interface Misread {
  /** Names of fields, `[]` for any item of a list and `*` for any entry of a table: `items[].resource.vcpu`. */
  path: string
  /** In words of JSON, such as `number` or `string or number`. */
  expected: string
  /** The kind of what came, such as `null` or `list`; `nothing` for a field that was not there. */
  found: string
  /** What cannot be shown because of it: this field, the record of a list that it stands in, or the whole answer. */
  lost: 'field' | 'record' | 'answer'
  /** At so many places of the same name. */
  count: number
}

/** What kind of JSON a value is. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' ? 'object' : typeof value
}
