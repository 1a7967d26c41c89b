import type { ReactNode } from 'react'

export interface Toast {
  id: number
  tone: 'neutral' | 'verified' | 'caution' | 'stop'
  title: string
  message?: ReactNode
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/** Tells the result of something that is no longer on screen. What is on screen speaks for itself. */
export function showToast({ tone = 'neutral', ...toast }: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }) {
  const id = nextId++
  set([...toasts.slice(-2), { ...toast, tone, id }])
  return id
}

export const dismissToast = (id: number) => set(toasts.filter((toast) => toast.id !== id))

export const toastStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  snapshot: () => toasts,
}
