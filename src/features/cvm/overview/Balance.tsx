import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import { balanceQuery } from '@/api/money/balance.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { Figures } from '@/ui/layout/Figures.tsx'

/** What the workspace has to pay with. Dollars, as all prices here. */
export function Balance() {
  const { data, error } = useQuery(balanceQuery)
  if (!data) return <p>{error ? `The balance cannot be shown. ${absenceText(error instanceof ApiError ? error.kind : null)}` : '…'}</p>
  return (
    <p>
      <Figures>{balanceWords(data)}</Figures>
    </p>
  )
}

interface Amounts {
  balance: string | null
  granted: string | null
  isPostPaid: boolean | null
  outstanding: string | null
}

function balanceWords({ balance, granted, isPostPaid, outstanding }: Amounts): string {
  const owed = outstanding === null || Number(outstanding) === 0 ? '' : ` $${outstanding} is outstanding.`
  if (isPostPaid === true) return `The workspace is billed afterwards.${owed}`
  if (balance === null) return 'The workspace’s balance is not reported.'
  const gift = granted === null || Number(granted) === 0 ? '' : `, and $${granted} granted to it`
  return `The workspace has $${balance} to pay with${gift}.${owed}`
}
