import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'

/** Where there is no list to choose from: a CVM opens by its id all the same. */
export function OpenById() {
  const navigate = useNavigate()
  const [id, setId] = useState('')
  const cvmId = id.trim()
  return (
    <form
      className="mt-4 flex max-w-xl flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (cvmId !== '') void navigate({ to: '/cvms/$cvmId', params: { cvmId } })
      }}
    >
      <Field
        label="Open a CVM by its id"
        hint="It starts with cvm_ and is in the address of the CVM’s page. A name or app id works too, if only one CVM has it."
        className="grow"
      >
        <TextInput
          value={id}
          onChange={({ target }) => setId(target.value)}
          placeholder="cvm_…"
          translate="no"
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <Button type="submit" disabledReason={cvmId === '' ? 'Enter an id.' : null}>
        Open
      </Button>
    </form>
  )
}
