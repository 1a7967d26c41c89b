import type { PreparedText } from '@/api/schemas/apps/pending-updates.ts'
import type { EditValues } from '@/updates/fields/fields.ts'

interface Prepared {
  composeFile: PreparedText
  script: PreparedText
}

/**
 * What a prepared update makes of a CVM's texts, on top of its present values; `null` where that cannot be told. A CVM without a script has
 * none reported on either side, and keeps what it has. One that is reported only as it was may be taken out, or just not be shown.
 */
export function preparedValues(present: EditValues, { composeFile, script }: Prepared): EditValues | null {
  if (composeFile.after === null || (script.after === null && script.before !== null)) return null
  return { ...present, composeYaml: composeFile.after, preLaunchScript: script.after ?? present.preLaunchScript }
}

/** Whether both texts are reported and stay as they are. */
export const keepsTexts = ({ composeFile, script }: Prepared) =>
  composeFile.after !== null && composeFile.before === composeFile.after && script.before === script.after
