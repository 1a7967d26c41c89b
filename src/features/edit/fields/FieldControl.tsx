import type { ComponentType } from 'react'
import { EnvironmentSection } from '@/features/edit/environment/EnvironmentSection.tsx'
import type { Edit } from '@/features/edit/edit.ts'
import { type FieldProps, propsOf } from '@/features/edit/field-props.ts'
import type { FieldKind } from '@/updates/fields/field-row.ts'
import { type FieldName, fields } from '@/updates/fields/fields.ts'
import { ChoiceField } from './ChoiceField.tsx'
import { FlagField } from './FlagField.tsx'
import { GpusField } from './GpusField.tsx'
import { LineField } from './LineField.tsx'
import { NumberField } from './NumberField.tsx'
import { OsImageField } from './OsImageField.tsx'
import { ShutdownTimeoutField } from './ShutdownTimeoutField.tsx'
import { TextField } from './TextField.tsx'
import { UserConfigField } from './UserConfigField.tsx'
import { WordsField } from './WordsField.tsx'

/** The control of each kind. A kind without one does not compile. */
const controls: Record<FieldKind, ComponentType<FieldProps>> = {
  number: NumberField,
  text: TextField,
  flag: FlagField,
  choice: ChoiceField,
  osImage: OsImageField,
  names: EnvironmentSection,
  gpus: GpusField,
  config: UserConfigField,
  timeout: ShutdownTimeoutField,
  line: LineField,
  words: WordsField,
}

/** One field of the table, edited by the control of its kind. */
export function FieldControl({ name, edit }: { name: FieldName; edit: Edit }) {
  const Control = controls[fields[name].kind]
  return <Control {...propsOf(edit, name)} />
}
