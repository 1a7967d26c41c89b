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

/** `shutting_down` → `shutting down`. */
export const statusLabel = (status: string) => status.replaceAll('_', ' ')

/** Something goes on, as far as the server says: by its flag, else by the status. */
export const isInTransition = (cvm: { status: string; inProgress: boolean | null }) => cvm.inProgress || statusTone(cvm.status) === 'moving'
