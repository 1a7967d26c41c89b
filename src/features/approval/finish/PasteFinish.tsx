import { useSuspenseQuery } from '@tanstack/react-query'
import { type ClipboardEvent, type FormEvent, useRef, useState } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { systemClock } from '@/lib/clock.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { announce } from '@/ui/feedback/announce.ts'
import { Card } from '@/ui/layout/Card.tsx'
import type { FinishRequest } from '@/updates/handover/handover-link.ts'
import { finishFromFields, type FinishField, type FinishFields, noFinishFields, readPrinted } from '@/updates/handover/pasted-finish.ts'

const names = Object.keys(noFinishFields) as FinishField[]

/**
 * The fields of an update that a program prepared. Whatever is pasted into any of them and names several fills them all. Their texts live in
 * the elements alone, never in an attribute or in React’s state: the token is among them. It is handed on when
 * the fields are taken, and its field is emptied. `typed` is what they said before; it holds no token.
 */
export function PasteFinish({ typed, onRead }: { typed: FinishRequest | null; onRead: (request: FinishRequest, token: string) => void }) {
  const { data: config } = useSuspenseQuery(configQuery)
  const form = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<Partial<Record<FinishField, string>>>({})
  const [isFilled, setFilled] = useState(false)

  const control = (name: FinishField) => form.current!.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement // the form renders all of them

  function fill(event: ClipboardEvent) {
    const printed = readPrinted(event.clipboardData.getData('text'))
    if (!printed) return
    event.preventDefault()
    for (const name of names) if (printed[name] !== undefined) control(name).value = printed[name]
    setProblems({})
    setFilled(true)
    announce('The fields were filled in from what you pasted.')
  }

  function take(event: FormEvent) {
    event.preventDefault()
    const fields = Object.fromEntries(names.map((name) => [name, control(name).value])) as unknown as FinishFields
    const read = finishFromFields(fields, { chains: config.chains.map(({ id }) => id), now: systemClock.now().getTime() })
    if ('problems' in read) {
      setProblems(read.problems)
      const first = names.find((name) => read.problems[name])
      if (first) control(first).focus()
      return
    }
    control('token').value = ''
    onRead(read.request, read.token)
  }

  return (
    <Card title="From the SDK or the CLI">
      <form ref={form} noValidate autoComplete="off" onPaste={fill} onSubmit={take} className="space-y-4">
        <p className="text-13 text-muted">
          Paste all of what it printed, as JSON, into any field, and the fields fill themselves; or fill them in one by one. Nothing is sent
          yet, and the token is kept nowhere but in this page’s memory.
        </p>
        {isFilled ? <p className="text-13">Filled in from what you pasted. Compare it, and complete what was not in it.</p> : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="CVM id" error={problems.cvmId}>
            <TextInput name="cvmId" mono defaultValue={typed?.cvmId} />
          </Field>
          <Field label="Chain" error={problems.chainId}>
            <Select name="chainId" defaultValue={String(typed?.ticket.chainId ?? (config.chains.length === 1 ? config.chains[0]!.id : ''))}>
              <option value="">Choose</option>
              {config.chains.map((chain) => (
                <option key={chain.id} value={chain.id}>
                  {networkTitle(chain.id, chain)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Field label="App id" error={problems.appId} hint="With 0x it is the address of the app contract.">
          <TextInput name="appId" mono defaultValue={typed?.ticket.appId} />
        </Field>
        <Field label="Compose hash" error={problems.composeHash}>
          <TextInput name="composeHash" mono defaultValue={typed?.ticket.composeHash} />
        </Field>
        <Field label="Commit token" error={problems.token} hint="As good as a password for this one update.">
          <TextInput
            name="token"
            mono
            autoCapitalize="off"
            autoCorrect="off"
            // No password field: browsers offer to save those.
            data-1p-ignore=""
            data-bwignore=""
            data-form-type="other"
            data-lpignore="true"
            className="[-webkit-text-security:disc]"
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Transaction hash, if known" error={problems.transactionHash}>
            <TextInput name="transactionHash" mono defaultValue={typed?.pasted?.transactionHash ?? undefined} />
          </Field>
          <Field label="Device id, if known" error={problems.deviceId}>
            <TextInput name="deviceId" mono defaultValue={typed?.ticket.deviceId ?? undefined} />
          </Field>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button type="submit" variant="primary">
            Look it up
          </Button>
          <span className="text-12 text-muted">Reads the contract. Confirming is the next step.</span>
        </div>
      </form>
    </Card>
  )
}
