import { X } from 'lucide-react'
import { useEffect } from 'react'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { dismissToast, type Toast } from './toast-store.ts'

const shownMs = 7_000

/** One message, which goes by itself unless it tells what went wrong. */
export function ToastCard({ toast, isPaused }: { toast: Toast; isPaused: boolean }) {
  useEffect(() => {
    if (isPaused || toast.tone === 'stop') return undefined // what went wrong stays until it was read
    const timer = setTimeout(() => dismissToast(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [toast, isPaused])
  return (
    <div className="pointer-events-auto relative w-full max-w-sm">
      <Notice tone={toast.tone} title={toast.title} className="pr-10 shadow-menu">
        {toast.message}
      </Notice>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismissToast(toast.id)}
        className="absolute top-2 right-2 inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
}
