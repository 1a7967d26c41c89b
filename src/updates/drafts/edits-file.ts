import { type FieldName, fields, type WantedValues } from '@/updates/fields/fields.ts'

/**
 * Edits as a file to keep: for a CVM that is gone or no longer visible, whose form cannot be opened again. Holds what a draft holds, so
 * names of environment variables and never a value.
 */
export function editsFile(cvm: { id: string; name: string }, edits: WantedValues): { name: string; text: string } {
  const named = Object.entries(edits).map(([name, value]) => [fields[name as FieldName].label, value])
  const content = { cvm: cvm.name, cvm_id: cvm.id, edits: Object.fromEntries(named) }
  return { name: `edits-of-${cvm.id}.json`, text: `${JSON.stringify(content, null, 2)}\n` }
}
