import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Download, Link2, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { gatherProof } from '@/features/proof/gather-proof.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { Button } from '@/ui/controls/Button.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { keepProved, onChanging } from './keep-proved.ts'
import { ProvedCell } from './ProvedCell.tsx'
import { provedQuery } from './proved.ts'
import { proofsCsv } from './proofs-csv.ts'
import { proveMany } from './prove-many.ts'

interface ProveSelectionProps {
  chosen: readonly Cvm[]
  /** Puts the column with the outcomes into the table. */
  onColumn: (column: DataColumn<Cvm>) => void
}

const column: DataColumn<Cvm> = { id: 'proof', header: 'Proof', width: 280, cell: (cvm) => <ProvedCell cvm={cvm} /> }

/** Proves the ticked CVMs, a few at once, and writes what came of it into a column of its own. */
export function ProveSelection({ chosen, onColumn }: ProveSelectionProps) {
  const { data: config } = useSuspenseQuery(configQuery)
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  async function prove() {
    const { signal } = (stop.current = new AbortController())
    onColumn(column)
    let done = 0
    const changed = new Set<string>()
    const stopWatching = onChanging(queryClient, (cvmId) => changed.add(cvmId))
    setProgress({ done, of: chosen.length })
    await proveMany(
      chosen,
      (cvm) => gatherProof(cvm, { config, askedHash: null, signal }),
      (cvm, proved) => {
        // What was asked of a machine that something is done to may be of either boot.
        if (!changed.has(cvm.id)) keepProved(queryClient, cvm, proved)
        done += 1
        setProgress({ done, of: chosen.length })
      },
      signal,
    )
    stopWatching()
    setProgress(null)
    announce(`${done} of ${chosen.length} were checked.`)
  }

  const outcomes = chosen.flatMap((cvm) => {
    const proved = queryClient.getQueryData(provedQuery(cvm).queryKey)
    return proved ? [{ cvm, proved }] : []
  })
  const save = () => saveTextFile('proofs.csv', proofsCsv(outcomes), 'text/csv')

  if (progress) {
    return (
      <Button icon={X} onClick={() => stop.current?.abort()}>
        Stop proving ({progress.done} of {progress.of})
      </Button>
    )
  }
  return (
    <>
      <Button
        icon={Link2}
        disabledReason={chosen.length === 0 ? 'What you ticked is no longer in the fleet.' : null}
        onClick={() => void prove()}
      >
        Prove
      </Button>
      {outcomes.length > 0 ? (
        <Button icon={Download} onClick={save}>
          Save {outcomes.length === 1 ? 'one outcome' : `${outcomes.length} outcomes`}
        </Button>
      ) : null}
    </>
  )
}
