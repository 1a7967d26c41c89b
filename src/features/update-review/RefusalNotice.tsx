import { Link } from '@tanstack/react-router'
import { failureTexts } from '@/domain/failure-texts.ts'
import { problemsFromServer } from '@/updates/edit-problems.ts'
import { type FieldName, fields } from '@/updates/fields.ts'
import type { Failure } from '@/updates/update-machine.ts'
import { FailureNotice } from '@/ui/FailureNotice.tsx'

/** Why the server did not take the change. Messages about a field lead to it. */
export function RefusalNotice({ cvmId, failure }: { cvmId: string; failure: Failure }) {
  const { title, safe, next } = failureTexts[failure.kind]
  const { byField, others } = problemsFromServer(failure.fieldErrors)
  const named = Object.entries(byField) as [FieldName, string][]
  return (
    <FailureNotice
      title={title}
      message={failure.message}
      safe={safe}
      next={next}
      code={failure.code}
      requestId={failure.requestId}
      actions={
        named.length > 0 || others.length > 0 ? (
          <ul className="w-full space-y-1 text-13">
            {named.map(([name, message]) => (
              <li key={name}>
                <Link
                  to="/cvms/$cvmId/edit"
                  params={{ cvmId }}
                  search={{ field: name }}
                  className="inline-flex min-h-6 items-center font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
                >
                  {fields[name].label}
                </Link>
                : {message}
              </li>
            ))}
            {others.map(({ field, message }) => (
              <li key={`${field}-${message}`}>
                {field ? <code className="font-mono text-12">{field}: </code> : null}
                {message}
              </li>
            ))}
          </ul>
        ) : undefined
      }
    />
  )
}
