import type { Cvm } from '@/domain/cvm.ts'
import { isContractGoverned } from '@/domain/cvm-capabilities.ts'
import { type FieldName, fields } from '@/updates/fields/fields.ts'
import { CostMarks } from './CostMarks.tsx'

/** The cost of changing this field of this CVM, from the one table. */
export const FieldCost = ({ name, cvm }: { name: FieldName; cvm: Cvm }) => (
  <CostMarks restarts={fields[name].restarts} needsSignature={fields[name].changesComposeHash && isContractGoverned(cvm)} />
)
