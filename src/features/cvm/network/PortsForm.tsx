import { useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { describeFailure, type FailureDescription } from '@/api/describe-failure.ts'
import { fetchPorts, type MappedPort, networkQueries, savePorts, type WantedPort } from '@/api/network/network.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { cvmCan } from '@/domain/cvm-capabilities.ts'
import { isolated } from '@/lib/isolated.ts'
import { useSetting } from '@/features/cvm/configuration/use-setting.ts'
import { useIsShown } from '@/features/cvm/use-is-shown.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { type PortRow, problemOf, rowsFor, samePorts, wantedFrom } from './wanted-ports.ts'

interface PortsFormProps {
  cvm: Cvm
  /** What was mapped when the form was opened, and the rows for it. What is read later does not touch what was typed. */
  start: { ports: readonly MappedPort[]; rows: PortRow[] }
  onClose: () => void
}

/** Why the look before saving did not end in a request. */
type Held = 'moved' | 'unread' | 'not-whole'

/** Edits the list of ports as one: the server takes it as a whole. */
export function PortsForm({ cvm, start, onClose }: PortsFormProps) {
  const [rows, setRows] = useState(start.rows)
  const [shows, setShows] = useState(false)
  const { mutate, isPending, error } = useSetting<WantedPort[]>(cvm, {
    save: (wanted) => savePorts(cvm.id, wanted),
    isSaved: async (wanted) => {
      const now = await fetchPorts(cvm.id)
      return now.unreadable === 0 && samePorts(now.ports, wanted)
    },
    said: (wanted) => `${isolated(cvm.name)} has ${wanted.length === 1 ? 'one exposed port' : `${wanted.length} exposed ports`}.`,
  })
  const wanted = wantedFrom(rows)
  /** What the list in the form was made from, or what somebody else made of it and the person has seen since. */
  const [seen, setSeen] = useState(start.ports)
  const [held, setHeld] = useState<Held | null>(null)
  const [looks, setLooks] = useState(false)
  const isBusy = looks || isPending
  const queryClient = useQueryClient()
  const isShown = useIsShown()
  const hasProblem = rows.some((row) => problemOf(row, rows) !== null)
  const isSame = samePorts(wanted, seen) && wanted.length === rows.length
  const able = cvmCan.apply(cvm)
  /** What is being saved is what is shown. */
  const edit = (next: (before: PortRow[]) => PortRow[]) => {
    if (!isBusy) setRows(next)
  }
  const change = (key: number, part: Partial<PortRow>) =>
    edit((before) => before.map((row) => (row.key === key ? { ...row, ...part } : row)))

  function send(event: FormEvent) {
    event.preventDefault()
    setShows(true)
    if (!hasProblem && !isSame && !isBusy && able.can) void saveUnlessMoved()
  }

  /**
   * The list goes out as a whole, so what somebody else put into it meanwhile is shown before it is overwritten, and nothing goes out where
   * that could not be seen, or once the form was closed.
   */
  async function saveUnlessMoved() {
    setLooks(true)
    setHeld(null)
    const now = await queryClient.fetchQuery({ ...networkQueries.ports(cvm.id), staleTime: 0 }).catch(() => null)
    if (!isShown()) return
    setLooks(false)
    if (now === null) return setHeld('unread')
    if (now.unreadable > 0 || rowsFor(now.ports) === null) return setHeld('not-whole')
    if (samePorts(now.ports, seen)) return mutate(wanted, { onSuccess: onClose })
    setHeld('moved')
    setSeen(now.ports)
  }
  return (
    <form noValidate onSubmit={send} className="space-y-4 p-4">
      {rows.length === 0 ? <p className="text-13 text-muted">No port: what is exposed now would be closed.</p> : null}
      <ul className="space-y-3">
        {rows.map((row, at) => (
          <li key={row.key} className="grid grid-cols-[minmax(0,1fr)_6.5rem_auto] items-start gap-2">
            <Field label={`Port ${at + 1} of the CVM`} error={shows ? (problemOf(row, rows) ?? undefined) : undefined}>
              <NumberInput readOnly={isBusy} value={row.vmPort} onChange={(event) => change(row.key, { vmPort: event.target.value })} />
            </Field>
            <Field label="Protocol">
              <Select
                aria-label={`Protocol of port ${at + 1}`}
                aria-disabled={isBusy || undefined}
                value={row.protocol}
                onChange={(event) => change(row.key, { protocol: event.target.value === 'udp' ? 'udp' : 'tcp' })}
              >
                <option value="tcp">TCP</option>
                <option value="udp">UDP</option>
              </Select>
            </Field>
            <div className="pt-6">
              <Button
                variant="quiet"
                icon={Trash2}
                aria-label={`Remove port ${at + 1}`}
                disabledReason={isBusy ? beingSaved : null}
                onClick={() => edit((before) => before.filter(({ key }) => key !== row.key))}
              />
            </div>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        icon={Plus}
        disabledReason={isBusy ? beingSaved : null}
        onClick={() =>
          edit((before) => [...before, { key: Math.max(-1, ...before.map(({ key }) => key)) + 1, vmPort: '', protocol: 'tcp' }])
        }
      >
        Add a port
      </Button>
      <p className="text-12 text-muted">
        Saved as one list, at once and without a review. The node chooses its own ports, and the CVM may restart to take the list over:
        expect its endpoints to be away for a moment.
      </p>
      {held === 'moved' ? (
        <Notice tone="caution" role="alert" title="Somebody changed the ports meanwhile.">
          They are now {seen.map(({ vmPort, protocol }) => `${vmPort ?? '?'}/${protocol ?? '?'}`).join(', ') || 'none'}. Save again to put
          your list in the place of theirs.
        </Notice>
      ) : held ? (
        <Notice
          tone="stop"
          role="alert"
          title={held === 'unread' ? 'The present ports could not be read.' : 'One of the present ports could not be read.'}
        >
          Nothing was sent; your list is still here.{' '}
          {held === 'unread' ? 'Save again to try it once more.' : 'Saving would close that port without anybody having seen it.'}
        </Notice>
      ) : null}
      {error ? <FailureNotice {...wordsFor(error)} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabledReason={isPending ? 'The request is on its way.' : null} onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="primary"
          busy={isBusy}
          disabledReason={isBusy ? null : !able.can ? able.reason : isSame ? 'These are the ports it has.' : null}
        >
          Save ports
        </Button>
      </div>
    </form>
  )
}

const beingSaved = 'The list is being saved.'

/** A refusal here says something of ports, and nothing of the key or of a name. */
function wordsFor(error: Error): FailureDescription {
  const words = describeFailure(error)
  if (!(error instanceof ApiError)) return words
  if (error.kind === 'not-permitted') {
    return {
      ...words,
      title: 'Ports cannot be exposed for this CVM.',
      safe: 'Nothing was changed.',
      next: 'The server has this switched off here, or does not let this key do it. The endpoints of the gateway are not affected.',
    }
  }
  if (error.kind === 'conflict') {
    return {
      ...words,
      title: 'One of these ports is taken.',
      safe: 'Nothing was changed; your list is still here.',
      next: 'Choose another port.',
    }
  }
  return words
}
