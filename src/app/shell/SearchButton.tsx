import { useRouter } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { Keys, Opened } from '@/app/keys/keys.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { showToast } from '@/ui/overlay/toast-store.ts'
import type { HeaderDialog } from './HeaderDialog.tsx'
import { asksForSearch, searchKeys } from './search-shortcut.ts'

interface SearchButtonProps {
  /** Given what opens the search, or the list of all keys. */
  ref: Ref<(what: Opened) => void>
  onOpen?: (() => void) | undefined
  onSignOut: () => void
}

/** A part that could not be loaded is not asked for with every key. */
const againAfterMs = 10_000

/** Opens the search, by a press or by its keys from anywhere, and hands every other key on. The code of both is loaded then. */
export function SearchButton({ ref, onOpen, onSignOut }: SearchButtonProps) {
  /** What is open, and what had the focus before. */
  const [opened, setOpened] = useState<{ what: Opened; from: Element | null } | null>(null)
  const [typed, setTyped] = useState('')
  const [Dialog, setDialog] = useState<typeof HeaderDialog>()
  const waiting = useRef<HTMLInputElement>(null)
  const close = useCallback(() => setOpened(null), [])
  const showKeys = useCallback(() => setOpened({ what: 'keys', from: document.activeElement }), [])
  const router = useRouter()
  /** `null` where they could not be loaded: then the page goes on without them for a while. */
  const keys = useRef<Promise<Keys | null>>(undefined)

  const loadKeys = useCallback(() => {
    if (keys.current) return keys.current
    const attempt = import('@/app/keys/keys.ts').then(
      ({ createKeys }) => createKeys(router),
      () => {
        setTimeout(() => {
          if (keys.current === attempt) keys.current = undefined
        }, againAfterMs)
        return null
      },
    )
    keys.current = attempt
    return attempt
  }, [router])

  function open(what: Opened = 'search') {
    // A menu lies above everything. As it closes it gives the focus back.
    document.querySelector<HTMLElement>('[popover=auto]:popover-open')?.hidePopover()
    onOpen?.()
    const from = document.activeElement
    setTyped('')
    setOpened({ what, from })
    if (Dialog) return
    import('./HeaderDialog.tsx').then(
      (module) => setDialog(() => module.HeaderDialog),
      () => {
        giveUp(from)
        showToast({
          tone: 'stop',
          title: `The ${what === 'keys' ? 'list of keys' : what} could not be loaded`,
          message: 'Try again in a moment. Nothing on this page is lost.',
        })
      },
    )
  }

  useImperativeHandle(ref, () => open)

  /** Before the dialog is there, which gives the focus back by itself. */
  function giveUp(from: Element | null) {
    if (document.activeElement === waiting.current && from instanceof HTMLElement) from.focus()
    close()
  }

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if (!asksForSearch(event)) {
        // Pressed before their code is there, keys wait for it in their order, and mean the page that they were pressed on.
        const { href } = router.state.location
        void loadKeys().then((loaded) => {
          if (router.state.location.href === href) loaded?.press(event, open)
        })
        return
      }
      // What another dialog asks is answered first.
      if (!opened && document.querySelector('[role=dialog]')) return
      event.preventDefault()
      if (event.repeat) return
      if (opened) giveUp(opened.from)
      else open()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })

  useEffect(() => {
    const timer = setTimeout(loadKeys, 2_000)
    return () => {
      clearTimeout(timer)
      void keys.current?.then((loaded) => loaded?.stop())
      keys.current = undefined
    }
  }, [loadKeys])

  return (
    <>
      <Button
        variant="quiet"
        icon={Search}
        busy={opened !== null && !Dialog}
        aria-label="Search"
        aria-haspopup="dialog"
        aria-keyshortcuts={searchKeys.spoken}
        onClick={(event) => {
          event.currentTarget.focus() // which not every browser does
          open()
        }}
        className="max-sm:aspect-square max-sm:!px-0"
      >
        <span className="max-sm:hidden">Search</span>
        <kbd
          translate="no"
          className="rounded-sm border border-line px-1 font-mono text-12 font-normal max-sm:hidden pointer-coarse:hidden"
        >
          {searchKeys.shown}
        </kbd>
      </Button>
      {opened === null ? null : Dialog ? (
        <Dialog what={opened.what} opener={opened.from} typed={typed} onClose={close} onShowKeys={showKeys} onSignOut={onSignOut} />
      ) : (
        // Whoever types on meanwhile types here, not into the field of a form.
        <input
          ref={waiting}
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label="Search"
          autoComplete="off"
          className="sr-only"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && !isComposing(event) && giveUp(opened.from)}
        />
      )}
    </>
  )
}
