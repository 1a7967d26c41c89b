import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ComposeRemark } from '@/compose/remark.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'

const look: Record<ComposeRemark['severity'], { icon: Icon; tone: string; word: string }> = {
  error: { icon: CircleAlert, tone: 'text-stop', word: 'Error' },
  warning: { icon: TriangleAlert, tone: 'text-caution', word: 'Warning' },
  note: { icon: Info, tone: 'text-muted', word: 'Note' },
}

/** A remark as the message of the field that it keeps from being sent. */
export const remarkProblem = ({ line, message }: ComposeRemark) => `Line ${line}: ${message}`

const rank = { error: 0, warning: 1, note: 2 }
const shownAtFirst = 4

interface RemarkListProps {
  remarks: ComposeRemark[]
  onJump: (line: number) => void
  /** Moves a value in plain text to the environment; absent where the environment cannot be edited. */
  onMoveSecret?: ((secret: NonNullable<ComposeRemark['secret']>) => void) | undefined
}

/** What is wrong with a text and what will bite later, each with a jump to its line. */
export function RemarkList({ remarks, onJump, onMoveSecret }: RemarkListProps) {
  const [showsAll, setShowsAll] = useState(false)
  if (remarks.length === 0) return null
  const sorted = [...remarks].sort((a, b) => rank[a.severity] - rank[b.severity] || a.line - b.line)
  const shown = showsAll ? sorted : sorted.slice(0, shownAtFirst)
  const hidden = sorted.length - shown.length
  return (
    <ul aria-label="Remarks on the compose file" className="space-y-1 text-12">
      {shown.map(({ line, column, severity, rule, message, secret }) => {
        const { icon: Mark, tone, word } = look[severity]
        return (
          <li key={`${rule}-${line}-${column}-${message}`} className="flex items-start gap-2">
            <Mark aria-hidden className={classNames('mt-1 size-3.5 shrink-0', tone)} />
            <button
              type="button"
              onClick={() => onJump(line)}
              className="mt-px inline-flex h-5.5 min-w-14 shrink-0 items-center rounded-sm text-left font-mono text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
            >
              <span className="sr-only">{word}, go to </span>line {line}
            </button>
            <span className={classNames('min-w-0 pt-0.5 [overflow-wrap:anywhere]', severity === 'error' && tone)}>
              {message}{' '}
              {secret && onMoveSecret ? (
                <button
                  type="button"
                  onClick={() => onMoveSecret(secret)}
                  className="inline-flex min-h-6 items-center rounded-sm text-left text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
                >
                  Move {secret.name} to the environment
                </button>
              ) : null}
            </span>
          </li>
        )
      })}
      {hidden > 0 ? (
        <li>
          <button
            type="button"
            onClick={() => setShowsAll(true)}
            className="inline-flex h-6 items-center rounded-sm text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
          >
            Show {hidden} more
          </button>
        </li>
      ) : null}
    </ul>
  )
}
