import { Share2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'

/** An approval link to copy, or to share where the device has a way to. */
export const HandoverLink = ({ url, title, children }: { url: string; title: string; children?: ReactNode }) => (
  <div className="mt-2 flex flex-wrap items-center gap-2">
    <CopyButton value={url} label="approval link" asButton="sm" />
    {'share' in navigator ? (
      // Closing the device's own sheet without a choice is an answer like any other.
      <Button size="sm" icon={Share2} onClick={() => void navigator.share({ title, url }).catch(() => {})}>
        Share the link
      </Button>
    ) : null}
    {children}
  </div>
)
