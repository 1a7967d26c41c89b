/** A remark about one line of a text, counted from 1. */
export interface CodeMark {
  line: number
  severity: 'error' | 'warning' | 'note'
  message: string
}
