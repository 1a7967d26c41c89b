import { Age } from './Age.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from './Notice.tsx'

/** The last refresh failed; what is shown is the copy before it. */
export const StaleNotice = ({ readAt, onRetry }: { readAt: number; onRetry: () => void }) => (
  <Notice
    tone="caution"
    title="This page could not be refreshed."
    actions={
      <Button size="sm" onClick={onRetry}>
        Refresh
      </Button>
    }
  >
    What you see was read <Age at={readAt} />. It is tried again by itself.
  </Notice>
)
