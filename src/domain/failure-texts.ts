import type { FailureKind } from './failure.ts'
import { factsOfCode } from './failure-codes.ts'

/** What a person reads: what happened, what is still safe, what to do. */
export interface FailureText {
  title: string
  /** What state things are in now. */
  safe: string
  next: string
}

const failureTexts: Record<FailureKind, FailureText> = {
  refused: {
    title: 'Phala Cloud refused this change.',
    safe: 'Nothing was changed. Your edits are kept.',
    next: 'Correct what the message names, then review again.',
  },
  'signed-out': {
    title: 'Your key is no longer accepted.',
    safe: 'Nothing was changed. Your edits are kept.',
    next: 'Enter a key to go on with the same step.',
  },
  'not-permitted': {
    title: 'This key may not do that.',
    safe: 'Nothing was changed. The CVM may belong to another workspace, be managed by a GPU rental, or its workspace may be suspended.',
    next: 'Sign in with a key of the right workspace, or ask its owner.',
  },
  'not-found': {
    title: 'Not found, or not visible to this key.',
    safe: 'Nothing was changed.',
    next: 'Check the address, or look for it in the fleet.',
  },
  busy: {
    title: 'Another operation is running on this CVM.',
    safe: 'Your change was not sent. Your edits are kept.',
    next: 'Wait until the operation ends, then apply again.',
  },
  conflict: {
    title: 'This clashes with something that already exists.',
    safe: 'Nothing was changed.',
    next: 'Choose another name, or open the other one.',
  },
  'too-large': {
    title: 'The request is too large.',
    safe: 'Nothing was changed. Your edits are kept.',
    next: 'Compose file and script together may have 200 KiB.',
  },
  invalid: {
    title: 'A value was not accepted.',
    safe: 'Nothing was changed. Your edits are kept.',
    next: 'Correct the marked fields, then review again.',
  },
  'too-many-requests': {
    title: 'Too many requests at once.',
    safe: 'Nothing was lost.',
    next: 'Wait a moment, then try again.',
  },
  'hash-required': {
    title: 'This change needs the app owner’s on-chain approval.',
    safe: 'The running version is untouched. The prepared change waits about 14 days.',
    next: 'Register the compose hash on the app contract.',
  },
  'hash-expired': {
    title: 'The prepared update expired or was replaced.',
    safe: 'The current version still runs. Your edits are kept.',
    next: 'Review and apply again. If the hash stays the same, no new signature is needed.',
  },
  'transaction-unverified': {
    title: 'Phala Cloud could not verify the transaction yet.',
    safe: 'The registration on the chain stays. The current version still runs.',
    next: 'Wait for a few blocks and confirm again.',
  },
  'hash-not-allowed': {
    title: 'The app contract does not allow this hash yet.',
    safe: 'The current version still runs.',
    next: 'Check the contract and the hash, then confirm again.',
  },
  'not-offered': {
    title: 'This server does not offer that.',
    safe: 'Nothing was changed.',
    next: 'Use Phala Cloud’s own dashboard or CLI for it.',
  },
  'server-trouble': {
    title: 'Phala Cloud has trouble answering.',
    safe: 'What is shown may be out of date.',
    next: 'Try again in a moment.',
  },
  unreachable: {
    title: 'Phala Cloud cannot be reached from this browser.',
    safe: 'What is shown may be out of date.',
    next: 'Check your connection, then try again.',
  },
  'not-understood': {
    title: 'The answer was not understood.',
    safe: 'This console does not know what the server did with the request.',
    next: 'Look at the CVM’s operations before you try again.',
  },
}

/** The words for one failure: those of its code where it has some, else those of its kind. */
export const failureText = ({ kind, code }: { kind: FailureKind; code: string | null }): FailureText => ({
  ...failureTexts[kind],
  ...factsOfCode(code)?.text,
})
