/** Hands a text to the browser as a file to keep. Nothing leaves the machine. */
export function saveTextFile(fileName: string, text: string, type: 'text/plain' | 'text/csv' | 'application/json' = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click()
  // A browser may take hold of the text only after this task, and later still when it asks first where to keep it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
