import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { ReportEntry } from '@/api/reading/contract-report.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** Whether a page at this path shows something of what was not understood; `cvm` is the page's, where it is known. */
export function concernsPage(
  { route, about }: Pick<ReportEntry, 'route' | 'about'>,
  pathname: string,
  cvm?: Pick<Cvm, 'appId' | 'kms'>,
): boolean {
  const [, page, cvmId] = pathname.split('/')
  if (page === 'instance-ids') return route.includes('/instance-id')
  if (page !== 'cvms') return false
  if (cvmId === undefined || cvmId === '') return route.endsWith('/cvms/paginated') || route.endsWith('/status/batch')
  return [decodeURIComponent(cvmId), cvm?.appId, cvm?.kms.slug].some((id) => id != null && about.has(id))
}

/** Says on the page concerned, and quietly, that something of what the server answered could not be read. */
export function AnswersNotice({ entries }: { entries: readonly ReportEntry[] }) {
  const { pathname } = useLocation()
  const queryClient = useQueryClient()
  const cvm = queryClient.getQueryData<Cvm>(cvmKeys.detail(decodeURIComponent(pathname.split('/')[2] ?? '')))
  const count = entries.filter((entry) => concernsPage(entry, pathname, cvm)).length
  if (count === 0) return null
  return (
    <Notice
      className="mb-4"
      title={`${count === 1 ? 'One value' : `${count} values`} in the server’s answers for this page could not be read`}
    >
      <p>
        {count === 1 ? 'It counts' : 'They count'} as not reported, and {count === 1 ? 'is' : 'are'} never guessed.{' '}
        <Link to="/support" className="rounded-sm text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent">
          See which, and copy a report
        </Link>
      </p>
    </Notice>
  )
}
