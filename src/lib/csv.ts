/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front, also where the sign comes after blanks, and
 * every text is quoted. Sources: OWASP "CSV injection", RFC 4180.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^(?:[\t\r\n]|\s*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20])/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

const byteOrderMark = '\uFEFF'

/** Lines with CRLF and a byte order mark, which is what spreadsheets need to read UTF-8. */
export const csvText = (rows: (string | number | boolean | null)[][]) =>
  byteOrderMark + rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
