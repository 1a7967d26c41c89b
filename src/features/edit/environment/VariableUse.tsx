import { CirclePlus, TriangleAlert } from 'lucide-react'

interface VariableUseProps {
  /** Used by the compose file without a default, and not in the set. */
  missing: string[]
  /** In the set, and used by neither compose file nor script. */
  unused: string[]
  onAdd: (name: string) => void
}

/** The set against what the compose file asks for, both ways. */
export function VariableUse({ missing, unused, onAdd }: VariableUseProps) {
  if (missing.length === 0 && unused.length === 0) return null
  return (
    <ul aria-label="Environment and compose file compared" className="space-y-1.5 text-12">
      {missing.map((name) => (
        <li key={name} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-caution" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            The compose file uses <code translate="no" className="font-mono">{`\${${name}}`}</code>, which the environment will not have.
          </span>
          <button
            type="button"
            onClick={() => onAdd(name)}
            className="inline-flex h-6 items-center gap-1 rounded-sm px-1 font-medium text-accent hover:bg-accent-soft"
          >
            <CirclePlus aria-hidden className="size-3.5" />
            Add it<span className="sr-only">: {name}</span>
          </button>
        </li>
      ))}
      {unused.length > 0 ? (
        <li className="text-muted [overflow-wrap:anywhere]">
          Neither compose file nor script uses{' '}
          {unused.map((name, index) => (
            <span key={name}>
              {index > 0 ? ', ' : ''}
              <code translate="no" className="font-mono">
                {name}
              </code>
            </span>
          ))}
          . A program may read {unused.length === 1 ? 'it' : 'them'} in another way.
        </li>
      ) : null}
    </ul>
  )
}
