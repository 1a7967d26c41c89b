import type { ReactNode } from 'react'

/** A table with a row for each field of an update. Rows begin with the field's name as their head. */
export const FieldTable = ({ columns, children }: { columns: string[]; children: ReactNode }) => (
  <table className="w-full border-collapse text-13">
    <thead>
      <tr className="border-b border-line text-left text-12 text-muted">
        {['Field', ...columns].map((column, index) => (
          <th key={index} scope="col" className="py-2 pr-2 font-medium first:pl-4 sm:pr-4">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-line">{children}</tbody>
  </table>
)
