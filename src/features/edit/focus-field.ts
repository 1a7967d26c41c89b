import type { FieldName } from '@/updates/fields/fields.ts'
import type { Edit } from './edit.ts'
import { focusFirstOpen } from './environment/focus-row.ts'
import { fieldElementId } from './field-props.ts'

/** Shows a field and puts the focus where it is edited. */
export function focusField(name: FieldName, editors: Edit['editors']) {
  document.getElementById(fieldElementId(name))?.scrollIntoView({ block: 'center' })
  const editor = editors[name]?.current
  // Until its editor has loaded, a text stands in a text area, which hands the focus over.
  if (editor) editor.focus()
  else if (name === 'envNames') focusFirstOpen()
  else focusFirstControl(name)
}

/** Into its text, where it has one. */
function focusFirstControl(name: FieldName) {
  const field = document.getElementById(fieldElementId(name))
  const control =
    field?.querySelector<HTMLElement>('input[type=text], textarea, select') ?? field?.querySelector<HTMLElement>('input, button')
  control?.focus()
}
