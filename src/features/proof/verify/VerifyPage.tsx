import { networkTitle } from '@/domain/network-names.ts'
import { useMutation } from '@tanstack/react-query'
import { FileInput, RotateCcw, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { fileSources } from '@/attestation/claim-sources.ts'
import { ownTime, type ProofBundle } from '@/attestation/bundle.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { noAnswerText } from '@/chain/measured/allowances.ts'
import { isolated } from '@/lib/isolated.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { ProofCard } from '@/features/proof/chain/ProofCard.tsx'
import { ProofVerdict } from '@/features/proof/chain/ProofVerdict.tsx'
import { concludeProof } from '@/features/proof/proof.ts'
import { sandboxRootOf } from '@/features/proof/trusted-roots.ts'
import { judgeBundle, openBundle, type Opened, readAgain, recordedWord } from './check-bundle.ts'

/** For whoever was given a saved proof: it is checked from its own bytes, signed in or not, and nobody is asked anything. */
export function VerifyPage({ config }: { config: RuntimeConfig }) {
  const open = useMutation({ mutationFn: (file: File) => openBundle(file, sandboxRootOf(config)) })
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-6xl flex-col px-4 pb-10">
      <header className="flex h-14 items-center gap-2.5">
        <img src="/icon.svg" alt="" className="size-5" />
        <p className="text-13 font-semibold">CVM console</p>
        {config.mode === 'sandbox' ? <Badge>Sandbox</Badge> : null}
      </header>
      <main className="space-y-4">
        <PageHeader
          title="Check a saved proof"
          description="The file is checked in this browser, from what the hardware signed. It never leaves this computer, and no key is needed."
        />
        <DropZone onFile={(file) => open.mutate(file)} />
        <div aria-live="polite" className="space-y-4">
          {open.isPending ? <Skeleton className="h-96 w-full" /> : null}
          {open.error ? (
            <Notice tone="caution" title="This browser could not check the file.">
              The check could not be started, or stopped midway. Reload the page and open the file again. Another browser, or the command{' '}
              <code translate="no">verify</code>, can check it as well.
            </Notice>
          ) : null}
          {open.data ? <Outcome key={open.submittedAt} opened={open.data} config={config} at={open.submittedAt} /> : null}
        </div>
      </main>
    </div>
  )
}

function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false)
  return (
    <div
      className={classNames(
        'flex flex-wrap items-center justify-between gap-3 rounded border border-dashed px-4 py-5',
        isOver ? 'border-accent bg-accent-soft' : 'border-edge bg-raised',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file) onFile(file)
      }}
    >
      <p className="text-13">Drop a proof here, or choose its file.</p>
      <FileButton variant="primary" icon={FileInput} label="Saved proof" accept=".json,application/json" onChoose={onFile}>
        Open a proof
      </FileButton>
    </div>
  )
}

function Outcome({ opened, config, at }: { opened: Opened; config: RuntimeConfig; at: number }) {
  const [word, setWord] = useState<{ chain: ChainWord; at: number } | null>(null)
  const read = useMutation({
    mutationFn: async (ask: () => Promise<ChainWord>) => setWord({ chain: await ask(), at: Date.now() }),
  })
  const judgeForThen = useMutation({
    mutationFn: ({ bundle, time }: { bundle: ProofBundle; time: number }) => judgeBundle(bundle, sandboxRootOf(config), time),
    // What a contract was asked before was asked of less.
    onSuccess: () => setWord(null),
  })
  const judged = judgeForThen.data ?? opened
  if ('unreadable' in judged) {
    return (
      <Notice tone="stop" title="This file cannot be read as a proof.">
        {judged.unreadable}
      </Notice>
    )
  }
  const { bundle, measured } = judged
  const { contracts, claims, checkedAt } = bundle
  const chain = contracts ? config.chains.find(({ id }) => id === contracts.chainId) : undefined
  const proof = concludeProof(measured, bundle, word?.chain ?? recordedWord(bundle, config), {
    checkedAt: word?.at ?? at,
    sources: fileSources,
  })
  const isReadable = contracts !== null && proof.links.some(({ id, state }) => id === 'allowed' && state !== 'not-applicable')
  const then = ownTime(bundle)
  return (
    <>
      <ProofVerdict
        proof={proof}
        isPast
        actions={
          <>
            {measured.isOutOfDate && then !== null ? (
              <Button size="sm" icon={RotateCcw} busy={judgeForThen.isPending} onClick={() => judgeForThen.mutate({ bundle, time: then })}>
                Judge it for the time it was saved
              </Button>
            ) : null}
            {isReadable ? (
              <Button
                size="sm"
                icon={RotateCw}
                busy={read.isPending}
                disabledReason={chain ? null : `This console has no connection to ${networkTitle(contracts.chainId)}.`}
                onClick={() => chain && read.mutate(() => readAgain(bundle, measured, config))}
              >
                Read the contract now
              </Button>
            ) : null}
          </>
        }
      >
        <p>
          {claims.name === null ? 'The file names no CVM' : <>Of {isolated(claims.name)}</>}
          {checkedAt === null || Number.isNaN(Date.parse(checkedAt)) ? '.' : `, saved ${formatExactTime(checkedAt)}, as the file says.`}
        </p>
        {measured.isOutOfDate ? (
          <p>
            {measured.isYetToCome ? 'A file' : 'Old files'} can be judged for their own time: here, or with <code translate="no">--at</code>{' '}
            by the command <code translate="no">verify</code>. What was revoked since then does not show.
          </p>
        ) : null}
        {judgeForThen.data ? (
          <p>
            Judged for {formatExactTime(measured.judgedAt.local)}, the time that the file names. What was revoked since then does not show.
          </p>
        ) : null}
        {judgeForThen.error ? <p role="alert">It could not be judged for that time.</p> : null}
        {isReadable && !word ? (
          <p>What only a contract can say is not known from a file. Reading it asks this console’s chain node.</p>
        ) : null}
        {read.error ? <p role="alert">{noAnswerText(read.error)}</p> : null}
      </ProofVerdict>
      <ProofCard proof={proof} />
    </>
  )
}
