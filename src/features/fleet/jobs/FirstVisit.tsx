import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import { browserStore } from '@/lib/storage.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { focusHeading } from '@/ui/layout/focus-page.ts'
import { ThreeJobs } from './ThreeJobs.tsx'

const key = 'cvm-console/welcomed'
const isWelcomed = () => browserStore.read(key) !== null

/** The three jobs under the fleet, until somebody in this browser has put them away. */
export function FirstVisit({ cvms }: { cvms: readonly Cvm[] }) {
  const isPutAway = useSyncExternalStore(browserStore.subscribe, isWelcomed)
  if (isPutAway || cvms.length === 0) return null
  const first = cvms.find(({ status, inProgress }) => status === 'running' && !inProgress) ?? cvms[0]!
  return (
    <section aria-labelledby="first-visit" className="rounded border border-line bg-raised px-5 pt-3 pb-5">
      <div className="mb-3 flex items-center justify-between gap-3">
        <h2 id="first-visit" className="text-13 font-semibold">
          New here? Three things to do
        </h2>
        <Button
          variant="quiet"
          size="sm"
          icon={X}
          aria-label="Hide what this console is for"
          tooltip="Hide"
          onClick={() => {
            focusHeading()
            browserStore.write(key, 'yes')
          }}
        />
      </div>
      <ThreeJobs first={first} />
    </section>
  )
}
