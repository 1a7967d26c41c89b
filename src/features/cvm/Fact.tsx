import type { ReactNode } from 'react'
import { ApiError } from '@/api/api-error.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { Definition } from '@/ui/layout/DefinitionList.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'

interface FactProps {
  term: string
  /** The read that may still tell it, or might have told it. */
  read: { data?: unknown; error: Error | null }
  /** What is known already; nothing (`null`, an empty text) where it is not. */
  children?: ReactNode
}

/** A term whose value comes by a request of its own: while that is on its way, why it failed, or "not reported" where it was answered without. */
export function Fact({ term, read: { data, error }, children }: FactProps) {
  const isMissing = children === null || children === undefined || children === ''
  if (!isMissing || data !== undefined) return <Definition term={term}>{children}</Definition>
  return (
    <Definition term={term}>
      {error ? (
        <span className="text-muted">{absenceText(error instanceof ApiError ? error.kind : null)}</span>
      ) : (
        <Skeleton className="my-0.5 h-4 w-40" />
      )}
    </Definition>
  )
}
