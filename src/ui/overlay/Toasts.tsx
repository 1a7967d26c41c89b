import { useState, useSyncExternalStore } from 'react'
import { optionalPart } from '@/ui/layout/optional-part.tsx'
import { toastStore } from './toast-store.ts'

// Nothing is told before something was done.
const ToastCard = optionalPart(() => import('./ToastCard.tsx').then((module) => module.ToastCard), {
  name: 'A message',
  missing: ({ toast }) => <p className="pointer-events-auto rounded border border-line bg-raised p-3 text-13">{toast.title}</p>,
})

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
