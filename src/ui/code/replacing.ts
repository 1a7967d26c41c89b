import type { Text } from '@codemirror/state'
import { isVeryLong, splitLinesInSlices } from './line-ends.ts'

/** The texts that take the place of an editor's, of which the newest counts. */
export interface Replacing {
  /**
   * Has a text put in place: at once, or, where it is a very long one, with its lines as soon as they are made, unless another one has come
   * meanwhile.
   */
  replace: (text: string, put: (lines?: Text) => void) => void
  /** Another text has come from somewhere else. */
  overtake: () => void
}

export function createReplacing(): Replacing {
  let newest = 0
  return {
    replace(text, put) {
      const mine = ++newest
      if (!isVeryLong(text)) return put()
      void splitLinesInSlices(text).then((lines) => {
        if (mine === newest) put(lines)
      })
    },
    overtake: () => void ++newest,
  }
}
