/** How a status looks and what it means for polling. The API's status is a free string, so unknown values are neutral. */
export type StatusTone = 'ok' | 'moving' | 'off' | 'bad' | 'unknown'

const tones: Record<string, StatusTone> = {
  running: 'ok',
  starting: 'moving',
  stopping: 'moving',
  shutting_down: 'moving',
  restarting: 'moving',
  updating: 'moving',
  creating: 'moving',
  stopped: 'off',
  exited: 'off',
  error: 'bad',
  failed: 'bad',
}

export const statusTone = (status: string): StatusTone => tones[status] ?? 'unknown'

/** Within a sentence: `shutting_down` → `shutting down`; “The CVM is in error.” */
export const statusInSentence = (status: string) => (status === 'error' ? 'in error' : status.replaceAll('_', ' '))

/** By itself: `Shutting down`. The API’s `error` is called `Failed`, as on the fleet’s chips. */
export const statusLabel = (status: string) =>
  status === 'error' ? 'Failed' : statusInSentence(status).replace(/^./, (first) => first.toUpperCase())

/** Something goes on, as far as the server says: by its flag, else by the status. */
export const isInTransition = (cvm: { status: string; inProgress: boolean | null }) => cvm.inProgress || statusTone(cvm.status) === 'moving'
