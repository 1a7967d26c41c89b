/** Hands a text to the browser as a file. Nothing leaves the machine. */
export function downloadText(fileName: string, text: string, type: 'application/json' | 'text/csv') {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser has taken hold of the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
