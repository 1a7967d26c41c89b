import { type FormEvent, useRef, useState } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { signInProblem } from './sign-in-problem.ts'

interface KeyFormProps {
  /** Signs in with it. What it throws is said at the field. */
  onKey: (apiKey: string) => Promise<void>
  /** In a dialog, where the field is what one came for. */
  takesFocus?: boolean
  hint?: React.ReactNode
}

/**
 * One field for an API key. The key goes from the field to the gateway and nowhere else: it is never in React's state, and the field is
 * empty as soon as it was sent. Only when nobody answered it comes back, to be sent again.
 */
export function KeyForm({ onKey, takesFocus = false, hint }: KeyFormProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function send(event: FormEvent) {
    event.preventDefault()
    const field = input.current
    if (!field) return
    const key = withoutSpaces(field.value)
    if (key === '') {
      setProblem('Paste an API key first.')
      field.focus()
      return
    }
    field.value = ''
    setBusy(true)
    setProblem(null)
    try {
      await onKey(key)
    } catch (error) {
      setProblem(signInProblem(error))
      const wasJudged = error instanceof ApiError && ['signed-out', 'refused', 'invalid'].includes(error.kind)
      if (!wasJudged && input.current) input.current.value = key
      input.current?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void send(event)} className="space-y-4" noValidate>
      <Field label="API key" error={problem} hint={hint}>
        <TextInput
          ref={input}
          type="password"
          name="api-key"
          autoComplete="current-password"
          autoCapitalize="none"
          placeholder="phak_…"
          mono
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- only in the dialog that asks for it
          autoFocus={takesFocus}
          onInput={(event) => {
            const field = event.currentTarget
            const clean = withoutSpaces(field.value)
            if (clean !== field.value) field.value = clean // pasted with a line break or blanks around it
            if (problem) setProblem(null)
          }}
        />
      </Field>
      <Button type="submit" variant="primary" busy={isBusy} className="w-full">
        {isBusy ? 'Checking the key' : 'Sign in'}
      </Button>
    </form>
  )
}

const withoutSpaces = (text: string) => text.replace(/\s+/g, '')
