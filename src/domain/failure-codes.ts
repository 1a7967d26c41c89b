import type { FailureKind } from './failure.ts'

interface CodeFacts {
  /** What the code is, whatever status it came with; absent where the status says it. */
  kind?: FailureKind
  /** The request's own name of the field that the code speaks of. */
  field?: string
}

/** A refusal of size, capacity, quota or balance is final whatever its status: nothing was begun. */
const refused = { kind: 'refused' } as const
/** A page of something in between, such as a network's sign-in. */
const intercepted = { kind: 'intercepted' } as const

/**
 * The codes that say more than their status. `ERR-…` are Phala Cloud's, `GATEWAY_…` and
 * `SESSION_…` our own server's, `BROWSER_…` this page's. Their words
 * are in `failure-texts.ts`, which is loaded when something fails.
 */
const failureCodes = {
  'ERR-01-001': refused,
  'ERR-01-002': { field: 'docker_compose_file' },
  'ERR-01-003': { field: 'docker_compose_file' },
  'ERR-01-004': { kind: 'conflict' },
  'ERR-02-001': refused,
  'ERR-02-002': refused,
  'ERR-02-003': { ...refused, field: 'vcpu' },
  'ERR-02-004': { ...refused, field: 'memory' },
  'ERR-02-005': refused,
  'ERR-02-006': { ...refused, field: 'gpus' },
  'ERR-02-007': { ...refused, field: 'gpus' },
  'ERR-02-008': refused,
  'ERR-02-009': refused,
  'ERR-02-010': { ...refused, field: 'image' },
  'ERR-02-011': refused,
  'ERR-02-012': refused,
  'ERR-02-013': { ...refused, field: 'image' },
  'ERR-02-014': refused,
  'ERR-02-015': refused,
  'ERR-02-016': { ...refused, field: 'gpus' },
  'ERR-03-007': { kind: 'conflict' },
  'ERR-04-001': refused,
  'ERR-04-002': refused,
  'ERR-04-003': refused,
  'ERR-06-006': { kind: 'not-permitted' },
  SESSION_CHANGED: { kind: 'session-changed' },
  SESSION_ENDED: {},
  GATEWAY_UPSTREAM_UNREACHABLE: {},
  GATEWAY_UPSTREAM_TIMEOUT: {},
  GATEWAY_UPSTREAM_REDIRECT: intercepted,
  GATEWAY_INTERCEPTED: intercepted,
  BROWSER_OFFLINE: {},
} satisfies Record<string, CodeFacts>

export type FailureCode = keyof typeof failureCodes

export const isFailureCode = (code: string | null): code is FailureCode => code !== null && Object.hasOwn(failureCodes, code)

/** What is known about a code; nothing for none and for codes that say no more than their status. */
export const factsOfCode = (code: string | null): CodeFacts => (isFailureCode(code) ? failureCodes[code] : {})
