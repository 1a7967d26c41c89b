import { X } from 'lucide-react'
import { memo } from 'react'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { type AddedVariable, addedRow, type EnvProblem, valueNote } from '@/updates/environment/environment-set.ts'
import { rowElementId, rowLook } from './row-look.ts'
import { SecretField } from './SecretField.tsx'

interface AddedVariableRowProps {
  variable: AddedVariable
  /** Why it cannot be sent yet. */
  problem: string | null
  problemKind: EnvProblem['kind'] | null
  showsProblem: boolean
  onChange: (id: number, change: Partial<Omit<AddedVariable, 'id'>>) => void
  onDrop: (id: number) => void
}

/** A name that the CVM does not read yet. */
export const AddedVariableRow = memo(function AddedVariableRow({
  variable: { id, name, value },
  problem,
  problemKind,
  showsProblem,
  onChange,
  onDrop,
}: AddedVariableRowProps) {
  const isAboutValue = problemKind === 'value-missing'
  // A wrong name is wrong at once; what is merely not there yet is said when going on.
  const nameProblem = !isAboutValue && (showsProblem || problemKind !== 'name-missing') ? problem : null
  const { word, tone, icon, edge } = rowLook[problem ? 'open' : 'added']
  const row = addedRow(id)
  return (
    <li
      id={rowElementId(row)}
      data-open={problem ? '' : undefined}
      className={classNames(
        'grid items-start gap-x-4 gap-y-2 border-l-3 py-2.5 pr-3 pl-3 sm:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]',
        edge,
      )}
    >
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2">
          <TextInput
            mono
            value={name}
            aria-label="Name of the new variable"
            aria-invalid={nameProblem ? true : undefined}
            aria-describedby={nameProblem ? `${row}-name` : undefined}
            autoCapitalize="off"
            placeholder="NAME"
            onChange={(event) => onChange(id, { name: event.target.value.trim() })}
          />
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
        </div>
        {nameProblem ? (
          <p id={`${row}-name`} className="mt-1 text-12 text-stop">
            {nameProblem}
          </p>
        ) : null}
      </div>
      <div className="flex min-w-0 items-start gap-1">
        <div className="min-w-0 flex-1">
          <SecretField
            name={name}
            value={value}
            onChange={(next) => onChange(id, { value: next })}
            problem={showsProblem && isAboutValue ? problem : null}
            note={valueNote(value)}
          />
        </div>
        <Button variant="quiet" icon={X} aria-label={`Remove ${name || 'the new variable'}`} tooltip="Remove" onClick={() => onDrop(id)} />
      </div>
    </li>
  )
})
