import { useState } from 'react'
import type { MoveResult } from '@/compose/move-secret.ts'
import type { SecretPlace } from '@/compose/remark.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'

export type Refusal = Extract<MoveResult, { moved: false }>['because']

interface MoveSecretDialogProps {
  /** What could not be moved just like that; `null` while nothing is asked. */
  asked: { place: SecretPlace; because: Refusal } | null
  onClose: () => void
  onMove: (place: SecretPlace, options: { as: string; replaces: boolean }) => void
}

const why = (name: string): Record<Refusal, string> => ({
  gone: `The value of ${name} is no longer there.`,
  refers: `The value of ${name} contains another variable, so it cannot be moved as it is. Write out that variable’s value, or move it by hand.`,
  name: `${name} cannot be the name of a variable. Give the variable a name; the program still reads ${name}.`,
  taken: `${name} already has another value, in the environment or elsewhere in this file. Nothing was changed. Move this value under a name of its own; the program still reads ${name}.`,
})

/** Asks under which name a secret is to be moved, where its own would change something else. */
export function MoveSecretDialog({ asked, onClose, onMove }: MoveSecretDialogProps) {
  return asked ? <OpenDialog key={`${asked.place.from} ${asked.because}`} {...asked} onClose={onClose} onMove={onMove} /> : null
}

function OpenDialog({
  place,
  because,
  onClose,
  onMove,
}: NonNullable<MoveSecretDialogProps['asked']> & Omit<MoveSecretDialogProps, 'asked'>) {
  const [name, setName] = useState(() => `${place.name.replace(/\W/g, '_').replace(/^(?=\d)/, '_')}${because === 'taken' ? '_2' : ''}`)
  const canBeMoved = because === 'taken' || because === 'name'
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
  return (
    <Dialog
      open
      onClose={onClose}
      title={canBeMoved ? `Move ${place.name} under which name?` : `${place.name} was not moved`}
      description={why(place.name)[because]}
      footer={
        canBeMoved ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            {because === 'taken' ? (
              <Button onClick={() => onMove(place, { as: place.name, replaces: true })}>Replace the other value</Button>
            ) : null}
            <Button
              variant="primary"
              disabledReason={isName ? null : 'A name has letters, digits and underscores and does not begin with a digit.'}
              onClick={() => onMove(place, { as: name, replaces: false })}
            >
              Move it
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        )
      }
    >
      {canBeMoved ? (
        <Field label="Name in the environment">
          <TextInput value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      ) : null}
    </Dialog>
  )
}
