import type { FieldError } from '@/api/api-error.ts'
import { type EditValues, type FieldName, fieldNames, fields } from './fields.ts'

export type FieldProblems = Partial<Record<FieldName, string>>

/** Why the edited values cannot be sent, field by field; empty when they can. */
export function editProblems(baseline: EditValues, values: EditValues): FieldProblems {
  const problems: FieldProblems = {}
  for (const name of fieldNames) {
    const problem = fields[name].problem(values[name] as never, baseline[name] as never, values)
    if (problem) problems[name] = problem
  }
  return problems
}

/**
 * Puts a refusal's messages at the fields they speak of, known by the request's own names. `others` belong to no field of the form and are
 * shown above it.
 */
export function problemsFromServer(errors: FieldError[]): { byField: FieldProblems; others: FieldError[] } {
  const byField: FieldProblems = {}
  const others: FieldError[] = []
  for (const error of errors) {
    const wireName = error.field.split('.')[0]
    // Encrypted values have no row of their own: they are the other half of the names.
    const isEnvironment = wireName === 'encrypted_env'
    const name = fieldNames.find((candidate) => fields[candidate].wireName === (isEnvironment ? 'allowed_envs' : wireName))
    if (name) byField[name] = byField[name] ? `${byField[name]} ${error.message}` : error.message
    else others.push(error)
  }
  return { byField, others }
}
