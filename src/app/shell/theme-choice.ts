import { browserStore } from '@/lib/storage.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'cvm-console/theme'

const read = (): ThemeChoice => {
  const stored = browserStore.read(key)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function apply(choice: ThemeChoice) {
  if (choice === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
}

/** Before the first paint, and again when another tab chooses. */
export function applyStoredTheme() {
  apply(read())
  browserStore.subscribe((changed) => changed === key && apply(read()))
}

export const themeChoice = {
  subscribe: (listener: () => void) => browserStore.subscribe((changed) => changed === key && listener()),
  snapshot: read,
  choose: (choice: ThemeChoice) => (choice === 'system' ? browserStore.remove(key) : void browserStore.write(key, choice)),
}
