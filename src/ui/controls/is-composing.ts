/**
 * Whether a key belongs to an input method, which a person confirms a word with. Safari ends the composition before the key that confirmed it
 * is told; then only its code says so (https://bugs.webkit.org/show_bug.cgi?id=165004).
 */
export const isComposing = ({ nativeEvent }: { nativeEvent: globalThis.KeyboardEvent }) =>
  nativeEvent.isComposing || nativeEvent.keyCode === 229
