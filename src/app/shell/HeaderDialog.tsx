import { useMemo, useSyncExternalStore } from 'react'
import { KeysDialog } from '@/app/keys/KeysDialog.tsx'
import type { Opened } from '@/app/keys/keys.ts'
import { openedCvms } from '@/app/keys/opened-cvms.ts'
import type { Act } from '@/features/search/entries.ts'
import { SearchDialog } from '@/features/search/SearchDialog.tsx'
import { useRecordScope } from '@/runs/use-session.ts'
import { type ThemeChoice, themeChoice } from './theme-choice.ts'

export interface HeaderDialogProps {
  what: Opened
  /** Gets the focus back. */
  opener: Element | null
  /** What was typed while this was being loaded. */
  typed: string
  onClose: () => void
  onShowKeys: () => void
  onSignOut: () => void
}

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']
const themeWords: Record<ThemeChoice, string> = { system: 'as the system', light: 'light', dark: 'dark' }

/** What the header's keys open: the search with what the console itself can do, or the list of all keys. */
export function HeaderDialog({ what, opener, typed, onClose, onShowKeys, onSignOut }: HeaderDialogProps) {
  const scope = useRecordScope()
  const theme = useSyncExternalStore(themeChoice.subscribe, themeChoice.snapshot)
  // As it was when this opened: a list that one chooses from stays.
  const visited = useMemo(() => openedCvms(scope), [scope])
  const acts = useMemo(
    (): Act[] => [
      ...themes
        .filter((choice) => choice !== theme)
        .map((choice) => ({
          kind: `theme-${choice}` as const,
          key: `theme-${choice}`,
          label: `Theme: ${themeWords[choice]}`,
          run: () => themeChoice.choose(choice),
        })),
      { kind: 'keys', key: 'keys', label: 'Keyboard shortcuts', run: onShowKeys },
      { kind: 'sign-out', key: 'sign-out', label: 'Sign out', run: onSignOut },
    ],
    [theme, onShowKeys, onSignOut],
  )
  if (what === 'keys') return <KeysDialog opener={opener} onClose={onClose} />
  return <SearchDialog opener={opener} typed={typed} visited={visited} acts={acts} onClose={onClose} />
}
