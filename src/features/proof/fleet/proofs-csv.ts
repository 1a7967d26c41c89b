import type { Cvm } from '@/domain/cvm.ts'
import { csvText } from '@/lib/csv.ts'
import type { Proved } from './proved.ts'

const rootNames = { intel: 'Intel', sandbox: 'sandbox, not Intel' }

/** What became of proving many, as the text of a table. A root stands only where a quote was found to end in it. */
export const proofsCsv = (outcomes: readonly { cvm: Pick<Cvm, 'id' | 'name'>; proved: Proved }[]): string =>
  csvText([
    ['id', 'name', 'verdict', 'root', 'checked_at', 'text'],
    ...outcomes.map(({ cvm, proved: { verdict, root, at, text } }) => [
      cvm.id,
      cvm.name,
      verdict,
      root && rootNames[root],
      new Date(at).toISOString(),
      text,
    ]),
  ])
