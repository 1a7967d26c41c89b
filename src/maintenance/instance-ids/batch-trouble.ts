import { ApiError } from '@/api/api-error.ts'

/** How a request went wrong, as far as going on with a batch is concerned. */
export type Trouble =
  /** 429: not processed; wait. */
  | 'too-many-requests'
  /** 5xx: a read may be repeated, a write is uncertain. */
  | 'server-trouble'
  /** No answer: a read may be repeated, a write is uncertain. */
  | 'unreachable'
  /** Nothing of this kind will be answered until a person does something. */
  | 'signed-out'
  | 'session-changed'
  | 'not-permitted'
  | 'not-offered'
  | 'not-understood'
  /** These ids with these options are refused; others may be accepted. */
  | 'refused'

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return 'not-understood'
  switch (error.kind) {
    case 'too-many-requests':
    case 'unreachable':
    case 'signed-out':
    case 'session-changed':
    case 'not-permitted':
    case 'not-offered':
    case 'not-understood':
    case 'server-trouble':
      return error.kind
    default:
      return error.status >= 500 ? 'server-trouble' : 'refused'
  }
}

export const isPassing = (trouble: Trouble) => trouble === 'too-many-requests' || trouble === 'server-trouble' || trouble === 'unreachable'
