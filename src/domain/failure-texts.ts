import type { FailureKind } from './failure.ts'
import { type FailureCode, isFailureCode } from './failure-codes.ts'

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
  'no-change': {
    title: 'Phala Cloud says that there is nothing to do.',
    safe: 'According to its answer the CVM already holds these values. Nothing was started.',
    next: 'Go back to edit something else, or leave it as it is.',
  },
  'signed-out': {
    title: 'Your key is no longer accepted.',
    safe: 'Nothing was changed. Your edits are kept.',
    next: 'Enter a key to continue with the same step.',
  },
  'session-changed': {
    title: 'This browser is signed in as somebody else now.',
    safe: 'Nothing was sent. What you see and typed belongs to the previous sign-in and is kept.',
    next: 'Choose how to continue: reload the page, or sign in as before.',
  },
  'not-permitted': {
    title: 'This key is not allowed to do that.',
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
    next: 'Compose file and script together may be at most 200 KiB.',
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
    safe: 'No operation applied it. Your edits are kept.',
    next: 'Review and apply again. If the hash stays the same, no new signature is needed.',
  },
  'transaction-unverified': {
    title: 'Phala Cloud could not verify the transaction yet.',
    safe: 'The registration on the chain stays, and nothing was applied.',
    next: 'Wait for a few blocks and confirm again.',
  },
  'hash-not-allowed': {
    title: 'The app contract does not allow this hash yet.',
    safe: 'Nothing was applied.',
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
  intercepted: {
    title: 'Something between this browser and Phala Cloud answered instead.',
    safe: 'It sent a web page of its own, so this console does not know whether the request arrived. Your key and your edits are kept.',
    next: 'A network’s sign-in page, a proxy or a bot check may be waiting: open Phala Cloud in another tab, then try again.',
  },
  'not-understood': {
    title: 'The answer was not understood.',
    safe: 'This console does not know what the server did with the request.',
    next: 'Look at the CVM’s operations before you try again.',
  },
}

/** Where money, quota and support are found. */
const dashboard = { label: 'Open Phala Cloud', url: 'https://cloud.phala.com' }

const chooseLess = 'Choose a smaller size, free something in this workspace, or ask Phala Cloud for more.'
const askSupport = 'Try again later, or ask Phala Cloud’s support.'
const otherImage = 'Choose another OS image, then review again.'
const namedByMessage = 'Correct what the message names, then review again.'

interface CodeText extends Partial<FailureText> {
  /** The page where the next step can be taken. */
  help?: { label: string; url: string }
}

/** A code's own words; what is absent is said as for its kind. A new code without an entry does not compile. */
const codeTexts: Record<FailureCode, CodeText> = {
  'ERR-01-001': { title: 'The node is not available.', next: askSupport, help: dashboard },
  'ERR-01-002': { title: 'A compose file is required.', next: 'Enter the compose file, then review again.' },
  'ERR-01-003': { title: 'Phala Cloud says the compose file is invalid.', next: 'Correct the compose file, then review again.' },
  'ERR-01-004': {
    title: 'Another CVM of this workspace has this name.',
    next: 'Choose another name, or open the other CVM.',
  },
  'ERR-02-001': { title: 'There is no such instance type.', next: 'Choose another size, then review again.' },
  'ERR-02-002': { title: 'There is no room for this size.', next: 'Choose a smaller size, or try again later.' },
  'ERR-02-003': { title: 'That many vCPUs are not available.', next: 'Choose fewer, then review again.' },
  'ERR-02-004': { title: 'That much memory is not available.', next: 'Choose less, then review again.' },
  'ERR-02-005': { title: 'The node has no free place for this CVM.', next: askSupport, help: dashboard },
  'ERR-02-006': { title: 'These GPUs cannot be attached.', next: 'Choose other GPUs, then review again.' },
  'ERR-02-007': { title: 'There are not enough GPUs.', next: 'Choose fewer GPUs, or try again later.' },
  'ERR-02-008': { title: 'Phala Cloud says the request is invalid.', next: namedByMessage },
  'ERR-02-009': { title: 'These values do not go together.', next: namedByMessage },
  'ERR-02-010': { title: 'This OS image is not available.', next: otherImage },
  'ERR-02-011': {
    title: 'The key server was not found.',
    next: 'Ask Phala Cloud’s support about this CVM’s key server.',
    help: dashboard,
  },
  'ERR-02-012': { title: 'This workspace is not allowed to use the node.', next: 'Ask Phala Cloud’s support for access.', help: dashboard },
  'ERR-02-013': { title: 'The OS image does not fit this CVM.', next: otherImage },
  'ERR-02-014': { title: 'The node’s capacity is not known.', next: askSupport, help: dashboard },
  'ERR-02-015': { title: 'The workspace’s quota is used up.', next: chooseLess, help: dashboard },
  'ERR-02-016': { title: 'The GPUs are in use.', next: 'Choose other GPUs, or try again in a few minutes.' },
  'ERR-03-007': {
    title: 'This app id is already in use with another configuration.',
    next: 'Open the other CVM of this app and compare them.',
  },
  'ERR-04-001': {
    title: 'The balance is too low for this.',
    next: 'Top up the workspace in Phala Cloud, then apply again.',
    help: dashboard,
  },
  'ERR-04-002': {
    title: 'The workspace has reached its limit of CVMs.',
    next: 'Delete one, or ask Phala Cloud for more.',
    help: dashboard,
  },
  'ERR-04-003': { title: 'This exceeds the workspace’s limit.', next: chooseLess, help: dashboard },
  'ERR-06-006': {},
  SESSION_CHANGED: {},
  SESSION_ENDED: { title: 'You are signed out.', safe: 'Nothing was sent. Your edits are kept.' },
  GATEWAY_UPSTREAM_UNREACHABLE: {
    title: 'This console’s server cannot reach Phala Cloud.',
    next: 'Try again in a moment. Your own connection works.',
  },
  GATEWAY_UPSTREAM_TIMEOUT: { title: 'Phala Cloud took too long to answer.' },
  GATEWAY_UPSTREAM_REDIRECT: {},
  GATEWAY_INTERCEPTED: {},
  BROWSER_OFFLINE: {
    title: 'This browser is offline.',
    next: 'Everything is read again as soon as the connection is back.',
  },
}

/** A code's own words and help; `null` for none and for codes that nobody wrote any for. */
export const textOfCode = (code: string | null): CodeText | null => (isFailureCode(code) ? codeTexts[code] : null)

/** The words for one failure: those of its code where it has some, else those of its kind. */
export function failureText({ kind, code }: { kind: FailureKind; code: string | null }): FailureText {
  const { help: _, ...own } = textOfCode(code) ?? {}
  return { ...failureTexts[kind], ...own }
}
