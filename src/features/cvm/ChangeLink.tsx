import { Link } from '@tanstack/react-router'
import { type FieldName, fields } from '@/updates/fields/fields.ts'

/** To the form, with this field in view and the focus in it: what is changed there alone is reviewed and sent alone. */
export const ChangeLink = ({ cvmId, field, what = fields[field].label }: { cvmId: string; field: FieldName; what?: string }) => (
  <Link
    to="/cvms/$cvmId/edit"
    params={{ cvmId }}
    search={{ field }}
    className="inline-flex min-h-6 items-center rounded-sm text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent pointer-coarse:min-h-11"
  >
    Change<span className="sr-only"> {what}</span>
  </Link>
)
