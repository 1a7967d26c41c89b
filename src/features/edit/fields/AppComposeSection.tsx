import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import { type FieldName, fieldNames, fieldRow } from '@/updates/fields/fields.ts'
import type { Edit } from '@/features/edit/edit.ts'
import { FieldControl } from './FieldControl.tsx'

const known = new Set<string>(fieldNames.map((name) => fieldRow(name).wireName))

/** Keys of the manifest that only a manifest sent whole can set, and those that stay as they are in it. */
export function AppComposeSection({ fields, edit }: { fields: FieldName[]; edit: Edit }) {
  const { data: manifest } = useQuery(cvmQueries.appCompose(edit.cvm.id))
  if (!manifest) {
    return (
      <p className="text-13 text-muted">
        These settings are sent with the whole stored configuration, so they cannot be edited without it.{' '}
        {edit.absentBecause ?? 'The API does not report it.'}
      </p>
    )
  }
  const isFlag = (name: FieldName) => fieldRow(name).kind === 'flag'
  const kept = Object.entries(manifest).filter(([key]) => !known.has(key))
  return (
    <div className="space-y-5">
      <p className="text-13 text-muted">
        Phala Cloud takes these with the whole manifest alone, in an update of their own: compose file, script and visibility can go along,
        everything else cannot. A wrong value can keep the CVM from starting.
      </p>
      <div className="divide-y divide-line">
        {fields.filter(isFlag).map((name) => (
          <FieldControl key={name} name={name} edit={edit} />
        ))}
      </div>
      <div className="grid gap-x-6 gap-y-4 border-t border-line pt-5 md:grid-cols-2">
        {fields
          .filter((name) => !isFlag(name))
          .map((name) => (
            <FieldControl key={name} name={name} edit={edit} />
          ))}
      </div>
      {kept.length > 0 ? (
        <div className="border-t border-line pt-4">
          <h3 className="mb-2 text-13 font-medium">Kept as they are</h3>
          <ul className="grid gap-x-6 gap-y-1 font-mono text-12 text-muted md:grid-cols-2">
            {kept.map(([key, value]) => (
              <li key={key} translate="no" className="line-clamp-3 [overflow-wrap:anywhere]">
                <span className="text-text">{key}</span>: {JSON.stringify(value)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  )
}
