import { type ReactNode, useState } from 'react'
import { secretFragment } from '@/lib/secret-fragment.ts'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { supportText, type SupportFacts } from './support-text.ts'

interface SupportDetailsProps {
  facts: SupportFacts
  /** What stands around them, which gets the button that copies. */
  children: (copy: ReactNode) => ReactNode
}

/** The text for whoever helps: what it holds is chosen and read before it is copied. */
export function SupportDetails({ facts, children }: SupportDetailsProps) {
  const [withNames, setWithNames] = useState(false)
  const secret = secretFragment.snapshot()?.secret ?? null
  const text = supportText(facts, { withNames, secrets: secret === null ? [] : [secret] })
  return (
    <div className="space-y-4">
      {children(<CopyButton asButton="md" value={text} label="the support details" />)}
      <Checkbox
        label="With names"
        hint={`Of CVMs, and of the fields that an update changes${facts.failure ? '; with the server’s own words about the failure' : ''}.`}
        checked={withNames}
        onChange={(event) => setWithNames(event.target.checked)}
      />
      <section
        aria-label="The support details"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long enough to scroll, so the keyboard must reach it
        tabIndex={0}
        className="max-h-[60dvh] overflow-auto rounded border border-line bg-sunken p-4 print:max-h-none"
      >
        <pre translate="no" className="font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {text}
        </pre>
      </section>
    </div>
  )
}
