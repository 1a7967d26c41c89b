/** Whether the text is in the clipboard now: not where the page is no secure context, nor where the browser does not permit it. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
