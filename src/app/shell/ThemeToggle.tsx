import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import type { Icon } from '@/ui/layout/icon.ts'
import { type ThemeChoice, themeChoice } from './theme-choice.ts'

const choices: Record<ThemeChoice, { icon: Icon; words: string; next: ThemeChoice }> = {
  system: { icon: Monitor, words: 'system', next: 'light' },
  light: { icon: Sun, words: 'light', next: 'dark' },
  dark: { icon: Moon, words: 'dark', next: 'system' },
}

/** System, light, dark, and round again. */
export function ThemeToggle() {
  const choice = useSyncExternalStore(themeChoice.subscribe, themeChoice.snapshot)
  const { icon, words, next } = choices[choice]
  const label = `Theme: ${words}. Switch to ${choices[next].words}`
  return <Button variant="quiet" icon={icon} aria-label={label} tooltip={`Theme: ${words}`} onClick={() => themeChoice.choose(next)} />
}
