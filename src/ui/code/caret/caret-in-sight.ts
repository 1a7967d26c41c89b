import { EditorView } from '@codemirror/view'

/**
 * The editor scrolls its caret into the window, but knows nothing of bars that lie over the window's edges. The page tells how much they take,
 * by `scroll-padding`, which browsers obey for fields and not for carets.
 */
export const caretInSight = EditorView.updateListener.of(({ view, docChanged, selectionSet }) => {
  if (!(docChanged || selectionSet) || !view.hasFocus) return
  view.requestMeasure({
    key: caretInSight,
    read: () => {
      const caret = view.coordsAtPos(view.state.selection.main.head)
      const frame = view.scrollDOM.getBoundingClientRect()
      // Out of the editor's own frame there is no caret to be seen.
      if (!caret || caret.bottom < frame.top || caret.top > frame.bottom) return 0
      const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement)
      const above = caret.top - (Number.parseFloat(scrollPaddingTop) || 0)
      const below = caret.bottom - (innerHeight - (Number.parseFloat(scrollPaddingBottom) || 0))
      return above < 0 ? above : Math.max(0, below)
    },
    write: (distance) => {
      if (distance !== 0) scrollBy({ top: distance, behavior: 'instant' })
    },
  })
})
