import { Card } from '@/ui/layout/Card.tsx'
import { FieldTable } from './FieldTable.tsx'

/** Keys that the stored manifest lacks. Sent whole, it says what they mean now, before the server puts its own defaults there. */
export const WrittenOutCard = ({ keys }: { keys: { key: string; value: string }[] }) => (
  <Card title="Written out" padded={false}>
    <p className="px-4 py-3 text-13 text-muted">
      The stored manifest lacks {keys.length === 1 ? 'this key' : 'these keys'}. Sent whole, it would get defaults of Phala Cloud there, so
      what the CVM takes for {keys.length === 1 ? 'it' : 'them'} now is written out.
    </p>
    <FieldTable columns={['Written out as']}>
      {keys.map(({ key, value }) => (
        <tr key={key}>
          <th scope="row" translate="no" className="px-4 py-2.5 text-left align-top font-mono text-12 font-medium [overflow-wrap:anywhere]">
            {key}
          </th>
          <td translate="no" className="py-2.5 pr-4 align-top font-mono text-12 [overflow-wrap:anywhere]">
            {value}
          </td>
        </tr>
      ))}
    </FieldTable>
  </Card>
)
