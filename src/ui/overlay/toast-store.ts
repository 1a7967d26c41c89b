import type { ReactNode } from 'react'
import { sessionState } from '@/lib/session-state.ts'
import { createStore } from '@/lib/store.ts'

export interface Toast {
  id: number
  tone: 'neutral' | 'verified' | 'caution' | 'stop'
  title: string
  message?: ReactNode
}

const state = sessionState(() => ({ toasts: createStore<readonly Toast[]>([]), nextId: 1 }))

/** Tells the result of something that is no longer on screen. What is on screen speaks for itself. */
export function showToast({ tone = 'neutral', ...toast }: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }) {
  const { toasts } = state()
  const id = state().nextId++
  toasts.set([...toasts.snapshot().slice(-2), { ...toast, tone, id }])
  return id
}

export function dismissToast(id: number) {
  const { toasts } = state()
  toasts.set(toasts.snapshot().filter((toast) => toast.id !== id))
}

export const toastStore = {
  subscribe: (listener: () => void) => state().toasts.subscribe(listener),
  snapshot: () => state().toasts.snapshot(),
}
