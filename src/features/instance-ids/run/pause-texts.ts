import type { PauseReason } from '@/maintenance/instance-ids/refresh-run.ts'

/** Why a run waits, and what to do. What was written stays written in every case. */
export const pauseTexts: Record<PauseReason, { title: string; next: string }> = {
  person: { title: 'Paused.', next: 'Nothing more is sent until you resume.' },
  reload: {
    title: 'This run was interrupted.',
    next: 'Resume it here. Requests whose answer was lost are looked up first; none is blindly repeated.',
  },
  unreachable: {
    title: 'Paused: Phala Cloud cannot be reached.',
    next: 'Check your connection, then resume. What was under way is looked up first.',
  },
  'server-trouble': { title: 'Paused: Phala Cloud keeps failing.', next: 'Wait a while, then resume.' },
  'too-many-requests': { title: 'Paused: Phala Cloud asks for fewer requests.', next: 'Wait a while, then resume.' },
  'signed-out': { title: 'Paused: your key is no longer accepted.', next: 'Enter an admin’s key, then resume.' },
  'session-changed': {
    title: 'Paused: this browser is signed in as somebody else now.',
    next: 'Nothing was sent in their name. Sign in as before, then resume.',
  },
  'not-permitted': { title: 'Paused: this key is not allowed to do that.', next: 'Sign in with an admin’s key and resume, or stop here.' },
  'not-offered': { title: 'Paused: this server does not offer that.', next: 'Stop here. What was written stays written.' },
  'not-understood': {
    title: 'Paused: an answer was not understood.',
    next: 'Resume to look again. If it happens again, stop here and tell whoever runs this console.',
  },
}
