import type { FailureKind } from './failure.ts'

const reasons: Partial<Record<FailureKind, string>> = {
  'not-offered': 'This server does not offer it.',
  'not-permitted': 'This key is not allowed to read it.',
  'not-found': 'The server has none for this CVM, or this key cannot see it.',
  'signed-out': 'The key is no longer accepted.',
  unreachable: 'The server could not be reached.',
  'too-many-requests': 'The server asks to wait before the next request.',
  'not-understood': 'The server answered in a format that this console does not know.',
}

/** Why a part of a page stands empty, as a sentence. `kind` is null for anything that was no answer of the API. */
export const absenceText = (kind: FailureKind | null) => (kind && reasons[kind]) ?? 'It could not be read.'
