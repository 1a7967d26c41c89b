import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { dismissToast, type Toast, toastStore } from './toast-store.ts'

const shownMs = 7_000

/** Where `showToast` appears. Mounted once, by the app's shell. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.snapshot)
  const [isPaused, setPaused] = useState(false)
  return (
    // Not actions: messages only stay while the pointer or the focus is on them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Messages"
      aria-live="polite"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-end gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isPaused={isPaused} />
      ))}
    </section>
  )
}

function ToastCard({ toast, isPaused }: { toast: Toast; isPaused: boolean }) {
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
