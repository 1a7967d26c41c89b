import { Upload } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { counted } from '@/lib/counted.ts'
import type { EnvEntry } from '@/domain/env-encryption.ts'
import { Badge, type BadgeTone } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { type EnvDraft, isSuggested, type PasteOffer, pasteOffers } from '@/updates/environment/environment-set.ts'
import { EnvTextField } from './EnvTextField.tsx'
import { useEnvText } from './use-env-text.ts'

interface PasteDialogProps {
  open: boolean
  known: string[]
  draft: EnvDraft
  onClose: () => void
  onAccept: (entries: EnvEntry[]) => void
}

const words: Record<PasteOffer['does'], { text: string; tone: BadgeTone }> = {
  fill: { text: 'new value', tone: 'changed' },
  add: { text: 'new name', tone: 'accent' },
  replace: { text: 'replaces what you entered', tone: 'caution' },
  same: { text: 'same as entered', tone: 'neutral' },
}

const shownAtFirst = 100
const fileLimitBytes = 2 * 1024 * 1024

/** Pasted `.env` text becomes a list of what accepting it would do, by name; values are not shown again. */
export function PasteDialog({ open, known, draft, onClose, onAccept }: PasteDialogProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  /** What somebody ticked or took the tick from; the others are as they are suggested. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [showsAll, setShowsAll] = useState(false)
  const { entries, remarks, problemCount } = useEnvText(useDeferredValue(text))
  const { offers, repeated } = useMemo(() => pasteOffers(known, draft, entries), [known, draft, entries])
  const doubtful = new Set(entries.flatMap(({ key, isDoubtful }) => (isDoubtful ? [key] : [])))
  const isTicked = (offer: PasteOffer) => offer.does !== 'same' && (chosen.get(offer.key) ?? isSuggested(offer, doubtful.has(offer.key)))
  const accepted = offers.filter(isTicked)
  const shown = showsAll ? offers : offers.slice(0, shownAtFirst)

  function close() {
    setText('')
    setFileProblem(null)
    setChosen(new Map())
    setShowsAll(false)
    onClose()
  }

  async function readFile(file: File) {
    setFileProblem(null)
    if (file.size > fileLimitBytes) {
      setFileProblem(`${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MiB, and an environment has 1 MiB at most. It was not read.`)
      return
    }
    try {
      setText(new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()))
    } catch {
      setFileProblem(
        `${file.name} is not UTF-8 text, so its values would arrive damaged. Save it as UTF-8 and choose it again. It was not read.`,
      )
    }
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      isPersistent={text !== ''}
      size="lg"
      title="Paste .env text"
      description="Nothing is added until you accept it, and names that are not in the text stay as they are."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={accepted.length === 0 ? 'There is nothing to add.' : null}
            onClick={() => {
              onAccept(accepted.map(({ key, value }) => ({ key, value })))
              close()
            }}
          >
            {accepted.length === 0 ? 'Add values' : `Add ${counted(accepted.length, 'value')}`}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <div>
          <div className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <label htmlFor={id} className="text-13 font-medium">
              .env text
            </label>
            <FileButton
              size="sm"
              icon={Upload}
              label="Choose a file"
              accept=".env,.txt,text/plain"
              onChoose={(file) => void readFile(file)}
            >
              Choose a file
            </FileButton>
          </div>
          <EnvTextField
            id={id}
            text={text}
            onChange={setText}
            describedBy={remarks.length > 0 || fileProblem ? `${id}-problems` : undefined}
            hasError={problemCount > 0 || fileProblem !== null}
          />
          {remarks.length > 0 || fileProblem ? (
            <ul id={`${id}-problems`} className="mt-1.5 max-h-40 space-y-1 overflow-y-auto text-12">
              {fileProblem ? <li className="text-stop">{fileProblem}</li> : null}
              {remarks.map(({ line, severity, message }) => (
                <li key={`${line} ${message}`} className={severity === 'problem' ? 'text-stop' : 'text-caution'}>
                  Line {line}: {message}
                </li>
              ))}
              {problemCount > remarks.length ? <li className="text-stop">{counted(problemCount, 'line')} could not be read.</li> : null}
            </ul>
          ) : null}
        </div>
        <output className={offers.length === 0 ? 'sr-only' : 'block text-13 font-medium'}>
          {offers.length === 0 ? '' : `${counted(offers.length, 'name')} ${offers.length === 1 ? 'was' : 'were'} read.`}
        </output>
        {offers.length > 0 ? (
          <ul aria-label="What would be added" className="divide-y divide-line rounded border border-line">
            {shown.map((offer) => (
              <li key={offer.key} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 py-2">
                <Checkbox
                  label={
                    <code translate="no" className="font-mono [overflow-wrap:anywhere]">
                      {offer.key}
                    </code>
                  }
                  checked={isTicked(offer)}
                  disabled={offer.does === 'same'}
                  onChange={() => setChosen(new Map(chosen).set(offer.key, !isTicked(offer)))}
                />
                <span className="flex flex-wrap items-center gap-2">
                  {doubtful.has(offer.key) && offer.does === 'add' ? (
                    <Badge tone="caution">beside a line that could not be read</Badge>
                  ) : null}
                  {repeated.includes(offer.key) ? <Badge tone="caution">Duplicate; last value used</Badge> : null}
                  <Badge tone={words[offer.does].tone}>{words[offer.does].text}</Badge>
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        {shown.length < offers.length ? (
          <Button size="sm" onClick={() => setShowsAll(true)}>
            Show {offers.length - shown.length} more
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}
