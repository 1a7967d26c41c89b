import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '@/api/session/account-query.ts'

/** Why the server may refuse changes of this workspace's CVMs, by what it says of its bill; `null` where nothing is in the way. */
export function useBillingStop(): { title: string; words: string } | null {
  const { data: account } = useQuery(accountQuery)
  const status = account?.workspace?.billingStatus ?? null
  if (status === null || status === 'active') return null
  const isKnown = status === 'suspended' || status === 'abandoned'
  return {
    title: isKnown ? `This workspace is ${status}.` : `The bill of this workspace stands at “${status}”.`,
    words: 'Phala Cloud refuses changes of its CVMs until the bill is settled. What you edit is kept meanwhile.',
  }
}
