import type { UnprovenReason } from '@/domain/compose-hash.ts'

/** Why our own computation proves nothing, as a sentence. */
export const unprovenWords: Record<UnprovenReason, string> = {
  'no-running-hash': 'The API does not report the hash of the running version, so there is nothing to check against.',
  'no-stored-file': 'The stored configuration cannot be read as text.',
  'stored-file-has-another-hash': 'The stored configuration does not have the hash of the running version.',
  'unknown-layout': 'The server writes its configuration in a way that this console does not know.',
  'not-byte-for-byte': 'The revision’s file is not returned byte for byte, and no known way of writing it has this hash.',
  'new-key-in-stored-order': 'The change adds a part to the configuration, and where the server puts it is not known.',
}
