import { type ReactNode, useState } from 'react'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'

/** What each form is called, in the order in which they stand. */
const titles = { json: 'JSON', curl: 'cURL', sdk: 'SDK', cli: 'CLI' }
type Form = keyof typeof titles

interface SnippetFormsProps {
  /** What it is, as in "Request". */
  label: string
  /** The same in each form that there is. */
  snippets: Partial<Record<Form, string>>
  /** A line above the text. */
  children?: ReactNode
}

/** A request in several forms, one of them shown, to read or to copy. */
export function SnippetForms({ label, snippets, children }: SnippetFormsProps) {
  const forms = (Object.keys(titles) as Form[]).filter((one) => snippets[one] !== undefined)
  const [form, setForm] = useState(forms[0] ?? 'json')
  const shown = snippets[form] ?? ''
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <SegmentedControl
          label={`Form of the ${label.toLowerCase()}`}
          value={form}
          onChange={setForm}
          options={forms.map((value) => ({ value, label: titles[value] }))}
        />
        <CopyButton value={shown} label={label.toLowerCase()} withText />
      </div>
      {children ? <p className="text-12 text-muted">{children}</p> : null}
      <pre
        translate="no"
        // Long lines scroll, and a keyboard has to be able to do that.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        className="max-h-80 overflow-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-12 leading-5"
      >
        {shown}
      </pre>
    </div>
  )
}
