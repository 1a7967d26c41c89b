import type { Edit } from './edit.ts'

/** Why the edits cannot be reviewed now, or `null` when they can. */
export function blockedBecause(
  { plan, problemNames, isChanged, compose, environment }: Pick<Edit, 'plan' | 'problemNames' | 'isChanged' | 'compose' | 'environment'>,
  isUpdating: boolean,
): string | null {
  if (isUpdating) return 'An update of this CVM is under way. Finish it first.'
  if (plan.inTheWay.length > 0) return 'App compose goes in an update of its own. Undo the other changes, or apply them first.'
  if (problemNames.length > 1) return `${problemNames.length} fields need attention.`
  if (problemNames[0] === 'envNames') return environmentNeeds(environment.problems.length)
  if (problemNames.length === 1) return '1 field needs attention.'
  if (!plan.patch && !plan.composeFile) {
    return plan.options.length > 0
      ? 'Shutdown timeout and force stop are only sent with another change, and nothing else has changed.'
      : 'Nothing has changed.'
  }
  return isChanged('composeYaml') && !compose.isCurrent ? 'The compose file is being read.' : null
}

const environmentNeeds = (count: number) =>
  count === 1 ? '1 environment variable is undecided.' : `${count} environment variables are undecided.`
