import { Spinner } from '@/ui/feedback/Spinner.tsx'

/** A page that is not there yet. */
export const RoutePending = () => (
  <output className="flex min-h-64 items-center justify-center gap-2 text-13 text-muted">
    <Spinner /> Loading
  </output>
)
