import { useParams } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SearchDialog } from '@/features/search/SearchDialog.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { asksForSearch, searchKeys } from './search-shortcut.ts'

const mostVisited = 6

/** Opens the search, by a press or by its keys from anywhere. Its code is loaded then. */
export function SearchButton({ onOpen }: { onOpen?: (() => void) | undefined }) {
  /** What had the focus; set while the search is open. */
  const [opener, setOpener] = useState<Element | null>(null)
  const [typed, setTyped] = useState('')
  const [Dialog, setDialog] = useState<typeof SearchDialog>()
  const waiting = useRef<HTMLInputElement>(null)
  const close = useCallback(() => setOpener(null), [])

  const { cvmId } = useParams({ strict: false })
  const [visited, setVisited] = useState<string[]>([])
  if (cvmId && cvmId !== visited[0]) setVisited([cvmId, ...visited.filter((id) => id !== cvmId)].slice(0, mostVisited))

  function open() {
    // A menu lies above everything. As it closes it gives the focus back.
    document.querySelector<HTMLElement>('[popover=auto]:popover-open')?.hidePopover()
    onOpen?.()
    const from = document.activeElement
    setTyped('')
    setOpener(from)
    if (Dialog) return
    import('@/features/search/SearchDialog.tsx').then(
      (module) => setDialog(() => module.SearchDialog),
      () => {
        giveUp(from)
        showToast({
          tone: 'stop',
          title: 'The search could not be loaded',
          message: 'Try again in a moment. Nothing on this page is lost.',
        })
      },
    )
  }

  /** Before the dialog is there, which gives the focus back by itself. */
  function giveUp(from: Element | null) {
    if (document.activeElement === waiting.current && from instanceof HTMLElement) from.focus()
    close()
  }

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !asksForSearch(event)) return
      // What another dialog asks is answered first.
      if (!opener && document.querySelector('[role=dialog]')) return
      event.preventDefault()
      if (event.repeat) return
      if (opener) giveUp(opener)
      else open()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })

  return (
    <>
      <Button
        variant="quiet"
        icon={Search}
        busy={opener !== null && !Dialog}
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
      {opener === null ? null : Dialog ? (
        <Dialog opener={opener} typed={typed} visited={visited} onClose={close} />
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
          onKeyDown={(event) => event.key === 'Escape' && !isComposing(event) && giveUp(opener)}
        />
      )}
    </>
  )
}
