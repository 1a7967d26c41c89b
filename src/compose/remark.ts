/** What a remark is about, for programs. Part of what `npm run lint:compose` prints. */
export type RemarkCode =
  | 'syntax'
  | 'odd-character'
  | 'not-a-compose-file'
  | 'compose-specification'
  | 'bad-value'
  | 'bad-reference'
  | 'dependency-cycle'
  | 'missing-file'
  | 'bad-interpolation'
  | 'missing-variable'
  /** A secret or config is filled from a variable without a value: Docker says so only when it starts what uses it. */
  | 'missing-source'
  /** A variable is handed on by its name and has no value: Docker starts the container without it, and the program may not. */
  | 'missing-passed'
  | 'undefined-variable'
  | 'unused-variable'
  | 'unpinned-image'
  | 'build'
  | 'host-mount'
  | 'plain-secret'
  | 'too-large'
  | 'more'
  | 'unread'

/** Where a value in plain text stands, so that it can be moved to the environment. */
export interface SecretPlace {
  name: string
  /** Offset in the text of what a person typed. */
  from: number
}

/**
 * A remark about a compose file. `line` and `column` count from 1. Errors say why something would not start, and keep the file from being
 * sent where nobody but Docker decides that (`keepsFromSending`); warnings and notes do not. A message never repeats a value of the environment or one that may be a secret.
 */
export interface ComposeRemark {
  line: number
  column: number
  severity: 'error' | 'warning' | 'note'
  rule: RemarkCode
  message: string
  /** For `plain-secret`, where the value can be moved. */
  secret?: SecretPlace
}

/** A remark whose place is still an offset. */
export interface Finding extends Omit<ComposeRemark, 'line' | 'column'> {
  at: number
}

export type Report = (finding: Finding) => void

export const error = (at: number, rule: RemarkCode, message: string): Finding => ({ at, severity: 'error', rule, message })
export const warning = (at: number, rule: RemarkCode, message: string): Finding => ({ at, severity: 'warning', rule, message })
export const note = (at: number, rule: RemarkCode, message: string): Finding => ({ at, severity: 'note', rule, message })

/** Whether a file with this remark cannot be sent. A program may do without a variable that it is handed; Docker knows no such mercy. */
export const keepsFromSending = ({ severity, rule }: Pick<ComposeRemark, 'severity' | 'rule'>) =>
  severity === 'error' && rule !== 'missing-passed'
