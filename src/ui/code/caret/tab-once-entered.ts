import { indentWithTab } from '@codemirror/commands'
import { StateEffect, StateField } from '@codemirror/state'
import { type Command, EditorView, type KeyBinding } from '@codemirror/view'

const setEntered = StateEffect.define<boolean>()

/** Whether somebody clicked or typed in the editor since the focus came: only then do they work in it. */
const entered = StateField.define<boolean>({
  create: () => false,
  update(isEntered, transaction) {
    for (const effect of transaction.effects) if (effect.is(setEntered)) return effect.value
    // A file that is put in from outside of the editor is nothing that was typed.
    if (transaction.isUserEvent('input.replace')) return isEntered
    return isEntered || ['input', 'delete', 'select.pointer'].some((kind) => transaction.isUserEvent(kind))
  },
})

const whenEntered =
  (run: Command | undefined): Command =>
  (view) =>
    view.state.field(entered) && (run?.(view) ?? false)

const watch = [
  entered,
  EditorView.domEventHandlers({
    pointerdown(_, view) {
      view.dispatch({ effects: setEntered.of(true) })
    },
    blur(_, view) {
      // Not in the middle of what took the focus away, which may be the end of the editor.
      if (document.hasFocus()) queueMicrotask(() => view.dispatch({ effects: setEntered.of(false) }))
    },
  }),
]

/**
 * Tab indents for who works in the editor, and moves on for who is only on the way through the page: a key that writes into a text that nobody
 * meant to touch would be a trap. Once the focus has gone elsewhere on the page it begins anew; going to another window changes nothing.
 */
export const tabOnceEntered = {
  key: { key: 'Tab', run: whenEntered(indentWithTab.run), shift: whenEntered(indentWithTab.shift) } satisfies KeyBinding,
  watch,
}
