/** Every way in which talking to the API can fail that needs words or an action of its own. Texts: `failure-texts.ts`. */
export type FailureKind =
  | 'refused'
  /** The server says that there is nothing to do. */
  | 'no-change'
  | 'signed-out'
  | 'session-changed'
  | 'not-permitted'
  | 'not-found'
  | 'busy'
  | 'conflict'
  | 'too-large'
  | 'invalid'
  | 'too-many-requests'
  | 'hash-required'
  | 'hash-expired'
  | 'transaction-unverified'
  | 'hash-not-allowed'
  | 'not-offered'
  | 'server-trouble'
  | 'unreachable'
  | 'intercepted'
  | 'not-understood'

/** An update can also fail by what the console itself finds before it sends anything. Texts: `update-failure-text.ts`. */
export type UpdateFailureKind =
  | FailureKind
  /** What a whole manifest was built on does not run any more. */
  | 'changed-elsewhere'

/** Whether nothing is answered before a person signs in again: the key is refused, or this browser is signed in as somebody else now. */
export const needsSignIn = (kind: UpdateFailureKind): boolean => kind === 'signed-out' || kind === 'session-changed'
