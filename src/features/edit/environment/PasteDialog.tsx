import { useDeferredValue, useId, useState } from 'react'
import type { EnvEntry } from '@/domain/env-encryption.ts'
import { parseEnvText } from '@/domain/env-text.ts'
import { Badge, type BadgeTone } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { controlClass } from '@/ui/controls/control-class.ts'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { type EnvDraft, type PasteOffer, pasteOffers } from '@/updates/environment/environment-set.ts'

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

/** Pasted `.env` text becomes a list of what accepting it would do, by name; values are not shown again. */
export function PasteDialog({ open, known, draft, onClose, onAccept }: PasteDialogProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const { entries, problems } = parseEnvText(useDeferredValue(text))
  const { offers, repeated } = pasteOffers(known, draft, entries)
  const accepted = offers.filter(({ key, does }) => does !== 'same' && !leftOut.has(key))

  function close() {
    setText('')
    setLeftOut(new Set())
    onClose()
  }

  function toggle(key: string) {
    const next = new Set(leftOut)
    if (!next.delete(key)) next.add(key)
    setLeftOut(next)
  }

  async function readFile(file: File | undefined) {
    if (!file) return
    const read = await file.text()
    const field = document.getElementById(id)
    if (field instanceof HTMLTextAreaElement) field.value = read
    setText(read)
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      isPersistent={text !== ''}
      size="lg"
      title="Paste .env text"
      description="Nothing is taken over before you accept it, and names that are not in the text stay as they are."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={accepted.length === 0 ? 'There is nothing to take over.' : null}
            onClick={() => {
              onAccept(accepted.map(({ key, value }) => ({ key, value })))
              close()
            }}
          >
            {accepted.length === 0 ? 'Take over' : accepted.length === 1 ? 'Take 1 value over' : `Take ${accepted.length} values over`}
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
            <label className="text-12 text-muted">
              or choose a file:{' '}
              <input
                type="file"
                accept=".env,.txt,text/plain"
                className="max-w-52 text-12 file:mr-2 file:h-7 file:rounded-md file:border file:border-line file:bg-raised file:px-2 file:text-text"
                onChange={(event) => {
                  void readFile(event.target.files?.[0])
                  event.target.value = ''
                }}
              />
            </label>
          </div>
          {/* Uncontrolled: React would write a controlled text into the element's children as well. */}
          <textarea
            id={id}
            rows={7}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
            placeholder={'DATABASE_URL=postgres://…\nAPI_KEY="…"'}
            onChange={(event) => setText(event.target.value)}
            className={classNames(controlClass({ hasError: problems.length > 0 }), 'block py-1.5 font-mono leading-5')}
          />
          {problems.length > 0 ? (
            <ul id={`${id}-problems`} className="mt-1.5 space-y-0.5 text-12 text-stop">
              {problems.map(({ line, message }) => (
                <li key={line}>
                  Line {line}: {message}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
        <output className={offers.length === 0 && problems.length === 0 ? 'sr-only' : 'block text-13 font-medium'}>
          {offers.length === 0 ? '' : offers.length === 1 ? '1 name was read.' : `${offers.length} names were read.`}
        </output>
        {offers.length > 0 ? (
          <ul aria-label="What would be taken over" className="divide-y divide-line rounded border border-line">
            {offers.map(({ key, does }) => (
              <li key={key} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 py-2">
                <Checkbox
                  label={
                    <code translate="no" className="font-mono [overflow-wrap:anywhere]">
                      {key}
                    </code>
                  }
                  checked={does !== 'same' && !leftOut.has(key)}
                  disabled={does === 'same'}
                  onChange={() => toggle(key)}
                />
                <span className="flex flex-wrap items-center gap-2">
                  {repeated.includes(key) ? <Badge tone="caution">several times, the last counts</Badge> : null}
                  <Badge tone={words[does].tone}>{words[does].text}</Badge>
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  )
}
