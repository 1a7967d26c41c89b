import { useQuery } from '@tanstack/react-query'
import { FileInput, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import { type Manifest, readManifest } from '@/domain/compose-hash.ts'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { Change, ChangeFileProblem } from '@/updates/handover/change-file.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import type { GivenChange } from './given-change.ts'

const problemTexts: Record<ChangeFileProblem, (source: GivenChange['source']) => { title: string; text: string }> = {
  'unknown-file': (source) =>
    source === 'file'
      ? { title: 'This is not a change saved by a console.', text: 'Ask for the file that “Save the change” makes.' }
      : { title: 'The change in this link cannot be read.', text: 'Ask for it as a file, which “Save the change” makes.' },
  'other-hash': (source) => ({
    title: source === 'file' ? 'This file is not what the hash stands for.' : 'The change in this link is not what the hash stands for.',
    text: `Its new version has a different hash, so the ${source} was altered or belongs to another update. Sign nothing because of it.`,
  }),
  'cannot-check': (source) => ({
    title: `This page cannot check the change in this ${source}.`,
    text: 'Browsers compute hashes only on pages that came over https, or from this computer. Open the console over https and look at the change there. Sign nothing because of one that was not checked.',
  }),
}

interface CompareChangeProps {
  ticket: Ticket
  given: GivenChange
  /** The link brings it along. */
  isInLink: boolean
}

/** What the hash stands for, from the link or from a file that the operator handed over. */
export function CompareChange({ ticket, given, isInLink }: CompareChangeProps) {
  const { read, source, open, close } = given
  const content = useRef<HTMLDivElement>(null)
  return (
    <Card
      title="What the hash stands for"
      aside={
        <FileButton size="sm" icon={FileInput} label="Saved change" accept=".json,application/json" onChoose={(file) => void open(file)}>
          Open the change
        </FileButton>
      }
    >
      <div ref={content} tabIndex={-1} className="space-y-4 focus:outline-none" aria-live="polite">
        {read === null ? (
          <p className="text-13 text-muted">
            {!isInLink
              ? 'Were you given the change as a file? Open it here to compare it with the hash. It stays in this browser.'
              : 'Reading what the requester says changes.'}
          </p>
        ) : 'problem' in read ? (
          <Notice
            tone="stop"
            title={problemTexts[read.problem](source).title}
            actions={
              close ? (
                <Button
                  size="sm"
                  onClick={() => {
                    close()
                    // The pressed button is gone then.
                    content.current?.focus({ preventScroll: true })
                  }}
                >
                  Close the file
                </Button>
              ) : null
            }
          >
            {problemTexts[read.problem](source).text}
          </Notice>
        ) : (
          <>
            <h3 className="text-13 font-semibold">What the requester says changes</h3>
            <Notice tone="verified" title={`The new version in this ${source} has exactly this hash.`}>
              <EarlierVersion ticket={ticket} beforeHash={read.beforeHash} />
            </Notice>
            <Differences {...read.change} />
          </>
        )}
      </div>
    </Card>
  )
}

/** The hash proves the new version alone. A forged earlier one would make a line look as if it had always been there. */
function EarlierVersion({ ticket, beforeHash }: { ticket: Ticket; beforeHash: ComposeHash }) {
  const chain = useQuery(configQuery).data?.chains.find(({ id }) => id === ticket.chainId)
  const { data: isAllowed, isError } = useQuery(chainQueries.hashAllowed(chain ?? null, ticket.appContract, beforeHash))
  if (isAllowed) {
    return (
      <p className="flex flex-wrap items-center gap-2">
        The earlier version in it is one that the contract allows.
        <Badge tone="verified" icon={ShieldCheck}>
          allowed on-chain
        </Badge>
      </p>
    )
  }
  return isAllowed === false || isError || !chain ? (
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone="caution" icon={TriangleAlert}>
        not proven
      </Badge>
      The earlier version in it is not known to the contract. Read the whole new version, not only what is marked.
    </p>
  ) : (
    <p>Checking whether the contract allows the earlier version.</p>
  )
}

/** Of the manifest's keys, those that hold a text of many lines. */
const textLabels: Record<string, string> = {
  docker_compose_file: 'Compose file',
  pre_launch_script: 'Pre-launch script',
  bash_script: 'Script',
}

/** Every key in which the two manifests differ, so that nothing can hide in one that is not shown. */
function Differences({ before, after }: Change) {
  const [earlier, later] = useMemo(() => [readManifest(before).manifest, readManifest(after).manifest], [before, after])
  if (!earlier || !later) return <DiffView label="App manifest" before={before} after={after} />
  const keys = [...new Set([...Object.keys(earlier), ...Object.keys(later)])].filter((key) => shown(earlier, key) !== shown(later, key))
  const texts = keys.filter((key) => isText(earlier[key]) && isText(later[key]) && textLabels[key] !== undefined)
  const others = keys.filter((key) => !texts.includes(key))
  return (
    <>
      {keys.length === 0 ? <p className="text-13">Both versions are the same.</p> : null}
      {others.length > 0 ? (
        <DefinitionList>
          {others.map((key) => (
            <Definition key={key} term={textLabels[key] ?? key}>
              <span translate="no" className="font-mono text-12 [overflow-wrap:anywhere]">
                <span className="text-muted">{shown(earlier, key)}</span> <span aria-label="becomes">→</span> {shown(later, key)}
              </span>
            </Definition>
          ))}
        </DefinitionList>
      ) : null}
      {texts.map((key) => (
        <DiffView key={key} label={textLabels[key]!} before={textOf(earlier[key])} after={textOf(later[key])} />
      ))}
    </>
  )
}

const textOf = (value: Manifest[string] | undefined) => (typeof value === 'string' ? value : '')
const isText = (value: Manifest[string] | undefined) => value === undefined || typeof value === 'string'
const shown = (manifest: Manifest, key: string) => (Object.hasOwn(manifest, key) ? JSON.stringify(manifest[key]) : 'absent')
