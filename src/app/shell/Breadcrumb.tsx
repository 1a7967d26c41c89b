import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useCallback, useSyncExternalStore } from 'react'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { Name } from '@/ui/layout/Name.tsx'

export const pages: Record<string, string> = {
  cvms: 'Fleet',
  history: 'History',
  unfinished: 'Unfinished',
  support: 'Support details',
  'instance-ids': 'Instance IDs',
  edit: 'Edit',
  update: 'Update',
}

/**
 * The way from the fleet to here; on a phone only the step back, since the page's heading says where one is. Unless a link is exact, the
 * router calls it the current page on every page below it as well.
 */
export function Breadcrumb() {
  const [, room = '', cvmId, part] = useLocation({ select: ({ pathname }) => pathname }).split('/')
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 overflow-hidden">
      <ol className="flex min-w-0 items-center gap-1.5 text-13">
        <li className={part ? 'shrink-0 max-sm:hidden' : 'shrink-0'}>
          {cvmId ? (
            <Link to="/cvms" activeOptions={{ exact: true }} className={linkClass}>
              <StepBack />
              Fleet
            </Link>
          ) : (
            <span aria-current="page" className="font-medium">
              {pages[room] ?? 'Not found'}
            </span>
          )}
        </li>
        {cvmId ? <CvmCrumb cvmId={decodeURIComponent(cvmId)} isLast={!part} /> : null}
        {part ? (
          <>
            <Divider />
            <li aria-current="page" className="shrink-0 font-medium max-sm:hidden">
              {pages[part] ?? part}
            </li>
          </>
        ) : null}
      </ol>
    </nav>
  )
}

function CvmCrumb({ cvmId, isLast }: { cvmId: string; isLast: boolean }) {
  const name = useKnownName(cvmId) ?? cvmId
  return (
    <>
      <Divider />
      <li className={isLast ? 'min-w-0 truncate max-sm:hidden' : 'min-w-0 truncate'} title={name}>
        {isLast ? (
          <span aria-current="page" className="font-medium">
            <Name>{name}</Name>
          </span>
        ) : (
          <Link to="/cvms/$cvmId" params={{ cvmId }} activeOptions={{ exact: true }} className={linkClass}>
            <StepBack />
            <Name>{name}</Name>
          </Link>
        )}
      </li>
    </>
  )
}

/**
 * The name of a CVM that the page has read; nothing is asked for here. Not an observer without a query function: its options would become
 * those of the query, and the page's next attempt after a failure would have nothing to call.
 */
function useKnownName(cvmId: string): string | undefined {
  const queryClient = useQueryClient()
  const subscribe = useCallback(
    (onChange: () => void) => queryClient.getQueryCache().subscribe(notifyManager.batchCalls(onChange)),
    [queryClient],
  )
  return useSyncExternalStore(subscribe, () => queryClient.getQueryData<Cvm>(cvmKeys.detail(cvmId))?.name)
}

const linkClass = '-mx-0.5 rounded-sm px-0.5 text-muted -outline-offset-2 hover:text-text'

const Divider = () => (
  <li aria-hidden className="shrink-0 text-muted max-sm:hidden">
    <ChevronRight className="size-3.5" />
  </li>
)

const StepBack = () => <ChevronRight aria-hidden className="mr-0.5 -ml-1 inline size-3.5 rotate-180 align-[-0.25em] sm:hidden" />
