import { Link } from '@tanstack/react-router'
import { type FieldName, fields } from '@/updates/fields/fields.ts'

/** Messages about fields, each with the way to its field in the form. */
export const FieldMessages = ({ cvmId, messages }: { cvmId: string; messages: [FieldName, string][] }) => (
  <ul className="space-y-1 text-13">
    {messages.map(([name, message]) => (
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
  </ul>
)
