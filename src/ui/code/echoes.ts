/**
 * Tells what a page hands back to an editor from what it wants changed there. While somebody types quickly, the page is behind: a text that
 * was typed two keys ago comes back as the page's value, and putting it in place would take those keys away again.
 */
export interface Echoes {
  /** The editor told the page this text. */
  told: (text: string) => void
  /** Whether the page's value is one that it was told; every earlier one is settled with it. */
  isEcho: (value: string) => boolean
}

export function createEchoes(): Echoes {
  let open: string[] = []
  return {
    told(text) {
      open.push(text)
    },
    isEcho(value) {
      const at = open.lastIndexOf(value)
      const isEcho = at !== -1
      // What the page decides by itself settles everything that it was told before.
      open = isEcho ? open.slice(at + 1) : []
      return isEcho
    },
  }
}
