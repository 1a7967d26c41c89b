import { Check } from 'lucide-react'
import { isNoDifference, type RevisionDifference } from '@/updates/plan/revision-difference.ts'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'

interface DifferenceViewProps {
  /** Which two are compared, after "Compose file". */
  label: string
  difference: RevisionDifference
}

/** Everything that tells two configurations apart. */
export function DifferenceView({ label, difference }: DifferenceViewProps) {
  const { composeFile, script, names, settings } = difference
  if (isNoDifference(difference)) {
    return (
      <p className="flex items-center gap-2 text-13 text-muted">
        <Check aria-hidden className="size-4 shrink-0" />
        Nothing differs: compose file, script, names and settings are the same.
      </p>
    )
  }
  return (
    <div className="grid min-w-0 gap-3">
      {composeFile ? <DiffView label={`Compose file: ${label}`} {...composeFile} /> : null}
      {script ? <DiffView label={`Pre-launch script: ${label}`} {...script} /> : null}
      {names.added.length + names.removed.length + settings.length > 0 ? (
        <div className="overflow-x-auto rounded-md border border-line">
          <table className="w-full min-w-md text-13">
            <caption className="sr-only">Names and settings: {label}</caption>
            <thead>
              <tr className="border-b border-line bg-sunken text-left text-12 text-muted">
                <th scope="col" className="px-3 py-1.5 font-medium">
                  What
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Before
                </th>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  After
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {names.added.map((name) => (
                <Row key={`added ${name}`} what={name} before="not an environment name" after="environment name" />
              ))}
              {names.removed.map((name) => (
                <Row key={`removed ${name}`} what={name} before="environment name" after="not an environment name" />
              ))}
              {settings.map(({ key, before, after }) => (
                <Row key={key} what={key} before={before} after={after} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}

const Row = ({ what, before, after }: { what: string; before: string; after: string }) => (
  <tr>
    <th scope="row" translate="no" className="px-3 py-1.5 text-left font-mono text-12 font-normal [overflow-wrap:anywhere]">
      {what}
    </th>
    <td className="px-3 py-1.5 [overflow-wrap:anywhere]">{before}</td>
    <td className="px-3 py-1.5 font-medium text-changed [overflow-wrap:anywhere]">{after}</td>
  </tr>
)
