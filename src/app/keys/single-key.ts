/** What a single key, or `g` and another, asks for. */
export type KeyCommand =
  | 'list-keys'
  | 'search'
  | 'next-row'
  | 'previous-row'
  | 'edit'
  | 'review'
  | 'go-fleet'
  | 'go-history'
  | 'go-unfinished'
  | 'go-instance-ids'
  | 'go-cvm'

/** How long after `g` the next key still belongs to it, in ms. Later it means what it means alone. */
const patienceMs = 1_500

const single: Readonly<Record<string, KeyCommand>> = {
  '?': 'list-keys',
  '/': 'search',
  j: 'next-row',
  k: 'previous-row',
  e: 'edit',
  r: 'review',
}
const afterG: Readonly<Record<string, KeyCommand>> = {
  f: 'go-fleet',
  h: 'go-history',
  u: 'go-unfinished',
  i: 'go-instance-ids',
  c: 'go-cvm',
}

/** When `g` was pressed and waits for its second key; `null` while none does. */
export type Prefix = number | null

export interface ReadKey {
  command: KeyCommand | null
  prefix: Prefix
}

/** What a key means after what was pressed before. Times are those of the events, in ms. Holding a key down repeats only steps between rows. */
export function readKey(prefix: Prefix, { key, timeStamp, repeat }: Pick<KeyboardEvent, 'key' | 'timeStamp' | 'repeat'>): ReadKey {
  const isSecond = prefix !== null && timeStamp - prefix <= patienceMs
  if (repeat) return { command: key === 'j' || key === 'k' ? single[key]! : null, prefix: isSecond ? prefix : null }
  if (key === 'Shift') return { command: null, prefix } // on its way to a character
  if (isSecond && Object.hasOwn(afterG, key)) return { command: afterG[key]!, prefix: null }
  if (key === 'g') return { command: null, prefix: timeStamp }
  return { command: Object.hasOwn(single, key) ? single[key]! : null, prefix: null }
}

const texts = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]'
/** What has keys of its own: first letters in a menu, a list's options, the rows of its popup. */
const ownKeys = '[role=textbox], [role=combobox], [role=listbox], [role=menu], [role=slider], [role=application], [popover]'
const dialogs = '[role=dialog], [role=alertdialog], dialog[open]'

/** Whether a key is free to act: nobody types, nothing is being asked, no modifier changes its meaning, nothing else has used it. */
export function isFreeKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  // Safari tells of a composition that has ended only by this code.
  if (event.isComposing || event.keyCode === 229) return false
  const { target } = event
  // The code editor and a wallet have trees of their own, out of which an event seems to come from their host.
  if (target instanceof Element && (target.shadowRoot || target.closest(`${texts}, ${ownKeys}, [data-code-editor]`))) return false
  return document.querySelector(dialogs) === null
}
