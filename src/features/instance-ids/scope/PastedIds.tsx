import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { TextArea } from '@/ui/controls/TextArea.tsx'
import { counted } from '@/lib/counted.ts'
import { formatNumber } from '@/lib/numbers.ts'
import { maxScopeCharacters, maxScopeIds, type ScopeReading } from '@/maintenance/instance-ids/scope-ids.ts'

export interface PastedText {
  text: string
  /** Set when the text came from a file or is too long to edit here. */
  source: string | null
}

export const noText: PastedText = { text: '', source: null }

/** A text area with more than this is no help to anyone and slow to lay out. */
const longestEditable = 50_000
const sizeOf = (characters: number) =>
  characters < 100_000 ? counted(characters, 'character') : `${formatNumber(characters / 1_000_000, 1)} million characters`

interface PastedIdsProps {
  pasted: PastedText
  onChange: (pasted: PastedText) => void
  reading: ScopeReading
  leavesOutProblems: boolean
  onLeaveOutProblems: () => void
}

/** Ids by hand or by file, with what was understood of them. */
export function PastedIds({ pasted, onChange, reading, leavesOutProblems, onLeaveOutProblems }: PastedIdsProps) {
  const [fileProblem, setFileProblem] = useState<string | null>(null)

  const take = (text: string, source: string | null) => {
    setFileProblem(null)
    onChange({ text, source: source ?? (text.length > longestEditable ? `Pasted text, ${sizeOf(text.length)}` : null) })
  }

  async function takeFile(file: File) {
    if (file.size > maxScopeCharacters)
      return setFileProblem(`${file.name} has ${formatNumber(file.size / 1_000_000, 1)} MB. At most 4 MB are read.`)
    try {
      take(await file.text(), `${file.name}, ${sizeOf(file.size)}`)
    } catch {
      setFileProblem(`${file.name} could not be read. Was it moved or changed since you chose it?`)
    }
  }

  return (
    <div className="space-y-3">
      {pasted.source === null ? (
        <Field label="CVM ids" hint="One a line, or separated by spaces or commas. A CSV needs a column named id or cvm_id.">
          <TextArea
            mono
            rows={5}
            value={pasted.text}
            onChange={(event) => take(event.target.value, null)}
            onPaste={(event) => {
              const text = event.clipboardData.getData('text/plain')
              if (text.length <= longestEditable) return
              event.preventDefault()
              take(text, null)
            }}
          />
        </Field>
      ) : (
        <div className="flex items-center justify-between gap-2 rounded-md border border-line bg-sunken px-3 py-2">
          <p className="min-w-0 text-13 [overflow-wrap:anywhere]">{pasted.source}</p>
          <Button size="sm" variant="quiet" onClick={() => onChange(noText)}>
            Remove
          </Button>
        </div>
      )}
      <div>
        <FileButton
          size="sm"
          icon={FileUp}
          label="File with CVM ids"
          accept=".csv,.txt,.tsv,text/plain,text/csv"
          onChoose={(file) => void takeFile(file)}
        >
          Upload a file
        </FileButton>
      </div>
      {fileProblem ? <Notice tone="stop" role="alert" title={fileProblem} /> : null}
      <ReadingSummary reading={reading} leavesOutProblems={leavesOutProblems} onLeaveOutProblems={onLeaveOutProblems} />
    </div>
  )
}

function ReadingSummary({
  reading,
  leavesOutProblems,
  onLeaveOutProblems,
}: Pick<PastedIdsProps, 'reading' | 'leavesOutProblems' | 'onLeaveOutProblems'>) {
  switch (reading.kind) {
    case 'empty':
      return null
    case 'too-long':
      return (
        <Notice tone="stop" role="alert" title={`This is ${sizeOf(reading.characters)}, more than can be read at once.`}>
          <p>Nothing was taken from it. Split it into parts of at most {counted(maxScopeIds, 'id')}.</p>
        </Notice>
      )
    case 'too-many':
      return (
        <Notice tone="stop" role="alert" title={`${counted(reading.count, 'id')}: at most ${counted(maxScopeIds, 'id')} at once.`}>
          <p>Nothing was taken from it. Split it into parts.</p>
        </Notice>
      )
    default: {
      const { ids, duplicates, notInFleet, otherWorkspace, problems, problemCount } = reading
      return (
        <div className="space-y-3">
          <ul className="space-y-1 text-12 text-muted" aria-label="What was read">
            <li>{counted(ids.length, 'CVM id')} read</li>
            {duplicates > 0 ? <li>{counted(duplicates, 'duplicate')} excluded</li> : null}
            {otherWorkspace.length > 0 ? <li>{counted(otherWorkspace.length, 'CVM')} of another workspace</li> : null}
            {notInFleet.length > 0 ? (
              <li>
                <details>
                  <summary className="w-fit cursor-pointer rounded-sm">{counted(notInFleet.length, 'id')} not in the loaded fleet</summary>
                  <p className="mt-1">They may belong to another workspace or not exist. The preview tells.</p>
                  <ul translate="no" className="mt-1 max-h-32 overflow-y-auto font-mono break-all" aria-label="Ids not in the loaded fleet">
                    {notInFleet.slice(0, 100).map((id) => (
                      <li key={id}>{id}</li>
                    ))}
                    {notInFleet.length > 100 ? <li className="font-sans">and {counted(notInFleet.length - 100, 'more', 'more')}</li> : null}
                  </ul>
                </details>
              </li>
            ) : null}
            {problemCount > 0 && leavesOutProblems ? <li>{counted(problemCount, 'entry', 'entries')} excluded: not CVM ids</li> : null}
          </ul>
          {problemCount > 0 && !leavesOutProblems ? (
            <Notice
              tone="stop"
              role="alert"
              title={`${counted(problemCount, 'entry is not a CVM id', 'entries are not CVM ids')}.`}
              actions={
                ids.length > 0 ? (
                  <Button size="sm" onClick={onLeaveOutProblems}>
                    Exclude
                  </Button>
                ) : null
              }
            >
              <ul className="space-y-1">
                {problems.slice(0, 5).map(({ line, entry, reason }) => (
                  <li key={`${line} ${entry}`} className="text-12">
                    Line {line}:{' '}
                    <code translate="no" className="font-mono break-all">
                      {entry}
                    </code>
                    , {reason}
                  </li>
                ))}
              </ul>
              {problemCount > 5 ? <p className="text-12">and {counted(problemCount - 5, 'more', 'more')}.</p> : null}
            </Notice>
          ) : null}
        </div>
      )
    }
  }
}
