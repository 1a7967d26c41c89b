import type { FailureKind } from './failure.ts'
import type { FailureText } from './failure-texts.ts'

interface CodeFacts {
  /** What the code is, whatever status it came with; absent where the status says it. */
  kind?: FailureKind
  /** The request's own name of the field that the code speaks of. */
  field?: string
  /** Words of its own; what is absent is said as for the kind. */
  text?: Partial<FailureText>
  /** The page where the next step can be taken. */
  help?: { label: string; url: string }
}

const dashboard = { label: 'Open Phala Cloud', url: 'https://cloud.phala.com' }
const askForMore = 'Choose a smaller size, free something in this workspace, or ask Phala Cloud for more.'
const notWhatFits = 'Choose another size, then review again.'

/** A refusal of size, capacity, quota or balance is final whatever its status: nothing was begun. */
const refused = (title: string, next: string, more: Pick<CodeFacts, 'field' | 'help'> = {}): CodeFacts => ({
  kind: 'refused',
  text: { title, next },
  ...more,
})

/** The codes that need more words than their status has. `ERR-…` are Phala Cloud's, `GATEWAY_…` our own server's, `BROWSER_…` this page's. */
export const failureCodes = {
  'ERR-01-001': refused('The node is not available.', 'Try again later, or ask Phala Cloud’s support.', { help: dashboard }),
  'ERR-01-002': {
    field: 'docker_compose_file',
    text: { title: 'A compose file is required.', next: 'Enter the compose file, then review again.' },
  },
  'ERR-01-003': {
    field: 'docker_compose_file',
    text: { title: 'Phala Cloud calls the compose file invalid.', next: 'Correct the compose file, then review again.' },
  },
  'ERR-01-004': {
    kind: 'conflict',
    text: { title: 'Another CVM of this workspace has this name.', next: 'Choose another name, or open the other CVM.' },
  },
  'ERR-02-001': refused('There is no such instance type.', notWhatFits),
  'ERR-02-002': refused('There is no room for this size.', 'Choose a smaller size, or try again later.'),
  'ERR-02-003': refused('That many vCPUs are not available.', 'Choose fewer, then review again.', { field: 'vcpu' }),
  'ERR-02-004': refused('That much memory is not available.', 'Choose less, then review again.', { field: 'memory' }),
  'ERR-02-005': refused('The node has no free place for this CVM.', 'Try again later, or ask Phala Cloud’s support.', { help: dashboard }),
  'ERR-02-006': refused('These GPUs cannot be attached.', 'Choose other GPUs, then review again.', { field: 'gpus' }),
  'ERR-02-007': refused('There are not enough GPUs.', 'Choose fewer GPUs, or try again later.', { field: 'gpus' }),
  'ERR-02-008': refused('Phala Cloud calls the request invalid.', 'Correct what the message names, then review again.'),
  'ERR-02-009': refused('These values do not go together.', 'Correct what the message names, then review again.'),
  'ERR-02-010': refused('This OS image is not available.', 'Choose another OS image, then review again.', { field: 'image' }),
  'ERR-02-011': refused('The key server was not found.', 'Ask Phala Cloud’s support about this CVM’s key server.', { help: dashboard }),
  'ERR-02-012': refused('This workspace may not use the node.', 'Ask Phala Cloud’s support for access.', { help: dashboard }),
  'ERR-02-013': refused('The OS image does not fit this CVM.', 'Choose another OS image, then review again.', { field: 'image' }),
  'ERR-02-014': refused('The node does not know its capacity.', 'Try again later, or ask Phala Cloud’s support.', { help: dashboard }),
  'ERR-02-015': refused('The workspace’s quota is used up.', askForMore, { help: dashboard }),
  'ERR-02-016': refused('The GPUs are occupied.', 'Choose other GPUs, or try again in a few minutes.', { field: 'gpus' }),
  'ERR-03-007': {
    kind: 'conflict',
    text: { title: 'This app id is already in use with another configuration.', next: 'Open the other CVM of this app and compare them.' },
  },
  'ERR-04-001': refused('The balance is too low for this.', 'Top up the workspace in Phala Cloud, then apply again.', { help: dashboard }),
  'ERR-04-002': refused('The workspace has as many CVMs as it may have.', 'Delete one, or ask Phala Cloud for more.', { help: dashboard }),
  'ERR-04-003': refused('This goes beyond the workspace’s limit.', askForMore, { help: dashboard }),
  'ERR-06-006': { kind: 'not-permitted' },
  GATEWAY_UPSTREAM_UNREACHABLE: {
    text: { title: 'This console’s server cannot reach Phala Cloud.', next: 'Try again in a moment. Your own connection works.' },
  },
  GATEWAY_UPSTREAM_TIMEOUT: { text: { title: 'Phala Cloud took too long to answer.' } },
  BROWSER_OFFLINE: {
    text: { title: 'This browser is offline.', next: 'What can be read is read again as soon as the connection is back.' },
  },
} satisfies Record<string, CodeFacts>

export type FailureCode = keyof typeof failureCodes

/** What is known about a code; `null` for none and for codes without words of their own. */
export const factsOfCode = (code: string | null): CodeFacts | null =>
  code !== null && Object.hasOwn(failureCodes, code) ? failureCodes[code as FailureCode] : null
