import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { type FieldProblems, problemsFromServer } from '@/updates/fields/edit-problems.ts'
import { type EditValues, fieldNames } from '@/updates/fields/fields.ts'
import { sameValue } from '@/updates/plan/build-patch.ts'

/** What the server said of fields that still hold what was sent: once a field is edited again, its message is gone. */
export function refusedFields(state: UpdateState, values: EditValues): FieldProblems {
  if (state.step !== 'reviewing' || !state.failure) return {}
  const { wanted } = state.submission
  const { byField } = problemsFromServer(state.failure.fieldErrors)
  return Object.fromEntries(
    fieldNames
      .filter((name) => name !== 'envNames' && byField[name] && sameValue(values[name], wanted[name]))
      .map((name) => [name, byField[name]]),
  )
}

/** Values of the environment cannot be compared with what was sent, so their refusal is shown and keeps nobody from trying again. */
export const refusedEnvironment = (state: UpdateState): string | undefined =>
  state.step === 'reviewing' && state.failure ? problemsFromServer(state.failure.fieldErrors).byField.envNames : undefined
