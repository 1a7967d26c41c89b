import type { RefObject } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { SecretPlace } from '@/compose/remark.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { CodeEditorHandle } from '@/ui/code/code-editor-props.ts'
import type { EnvironmentHandle } from '@/updates/environment/use-environment.ts'
import type { FieldProblems } from '@/updates/fields/edit-problems.ts'
import type { EditValues, FieldName } from '@/updates/fields/fields.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import type { ComposeCheck } from './compose/use-compose-remarks.ts'

/** One edit of one CVM as its fields see it: what stands in the form, what is wrong with it, and what it would lead to. */
export interface Edit {
  cvm: Cvm
  form: UseFormReturn<EditValues>
  values: EditValues
  /** What the server holds. */
  baseline: EditValues
  plan: UpdatePlan
  isChanged: (name: FieldName) => boolean
  problems: FieldProblems
  /** Fields with a problem, in the table's order. */
  problemNames: FieldName[]
  undo: (name: FieldName) => void
  compose: ComposeCheck
  /** Takes a secret out of the compose file; absent where the names of the environment are not known. */
  onMoveSecret: ((place: SecretPlace) => void) | undefined
  environment: EnvironmentHandle
  /** The server's refusal of an environment that was sent. */
  environmentRefusal: string | undefined
  /** Complaints about the environment are shown once they help: after an attempt to go on. */
  showsProblems: boolean
  /** Why there is no stored configuration to edit, where there is none. */
  absentBecause: string | null
  /** The editors of the long texts, for jumps into them. */
  editors: Partial<Record<FieldName, RefObject<CodeEditorHandle | null>>>
}
