/** A link from an answer is followed only where it leads to a web page; `null` otherwise. */
export function webAddress(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null
  const { protocol, href } = new URL(text)
  return protocol === 'https:' ? href : null
}
