import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiError } from '@/api/api-error.ts'
import { cvmKeys } from '@/api/cvm-keys.ts'
import { fleetLookupQuery } from '@/api/fleet-query.ts'
import { accountQuery } from '@/api/session/account-query.ts'
import { needsSignIn } from '@/domain/failure.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { writeClipboard } from '@/lib/write-clipboard.ts'
import { isComposing } from '@/ui/controls/is-composing.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { DialogPopup } from '@/ui/overlay/DialogPopup.tsx'
import { showToast } from '@/ui/overlay/toast-store.ts'
import { useNotPermitted } from '@/updates/engine/use-not-permitted.ts'
import { type Act, type Entry, optionId, reasonAgainst, resultsFor } from './entries.ts'
import { LookupTrouble } from './LookupTrouble.tsx'
import { ResultList } from './ResultList.tsx'
import { SearchFooter } from './SearchFooter.tsx'

export interface SearchDialogProps {
  /** Gets the focus back. */
  opener: Element | null
  /** What was typed while this was being loaded. */
  typed: string
  /** Ids of CVMs that were opened before, the last one first. */
  visited: readonly string[]
  /** What the console itself can do. Defined outside, or memoised. */
  acts: readonly Act[]
  onClose: () => void
}

const noCvms: never[] = []
const entriesPerPage = 8

/** What was copied is nowhere to be seen, so words say it. */
async function copy(text: string, what: string) {
  showToast(
    (await writeClipboard(text))
      ? { tone: 'verified', title: `Copied ${what}` }
      : {
          tone: 'caution',
          title: `The browser did not allow copying the ${what}`,
          message: 'Open the CVM and select it there instead.',
        },
  )
}

/**
 * Finds a CVM by a part of its name or by an id, a page, or a part of the CVM that is open, and goes there; or does something. What is typed
 * stays in here: it is neither stored nor sent nor part of an address.
 */
export function SearchDialog({ opener, typed, visited, acts, onClose }: SearchDialogProps) {
  const router = useRouter()
  const queryClient = useQueryClient()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const { cvmId = '' } = useParams({ strict: false })
  const { data: fleet, error, dataUpdatedAt, isFetching, refetch } = useQuery(fleetLookupQuery)
  const isAdmin = useQuery(accountQuery).data?.isAdmin ?? false
  const editReason = useNotPermitted(cvmId)
  const here = queryClient.getQueryData<Cvm>(cvmKeys.detail(cvmId)) // nothing to do with a CVM that was not found
  const cvms = fleet?.cvms ?? noCvms

  const [text, setText] = useState(typed)
  // The text comes first; the results follow as soon as there is time.
  const searched = useDeferredValue(text)
  const subject = useMemo(
    () => ({ cvms, here, editReason, visited, isAdmin, acts, copy }),
    [cvms, here, editReason, visited, isAdmin, acts],
  )
  const results = useMemo(() => resultsFor(searched, subject), [searched, subject])
  const entries = useMemo(() => results.sections.flatMap((section) => section.entries), [results])

  // By key, since results still come while CVMs are being loaded.
  const [active, setActive] = useState<{ key: string; byKeyboard: boolean } | null>(null)
  const activeAt = Math.max(0, active ? entries.findIndex(({ key }) => key === active.key) : 0)
  const activeKey = entries[activeAt]?.key
  const hasEntries = activeKey !== undefined
  const isScrolledTo = active?.byKeyboard ?? true

  // The frame asks for a key, or as whom to go on.
  const isAskedFor = error instanceof ApiError && needsSignIn(error.kind)
  useEffect(() => {
    if (isAskedFor) onClose()
  }, [isAskedFor, onClose])

  const choose = useCallback(
    (entry: Entry) => {
      if (reasonAgainst(entry)) return
      // The focus goes back first: a page that asks before it is left gives it to the field where one was.
      flushSync(onClose)
      queueMicrotask(() => {
        if ('run' in entry) entry.run()
        else void router.navigate(entry.target)
      })
    },
    [onClose, router],
  )
  const point = useCallback((key: string) => setActive({ key, byKeyboard: false }), [])

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || event.shiftKey || event.altKey) return
    const last = entries.length - 1
    if (event.key === 'Enter') {
      event.preventDefault()
      // Typed faster than results are shown: what was typed counts.
      const chosen = searched === text ? entries[activeAt] : resultsFor(text, subject).sections[0]?.entries[0]
      if (!chosen || reasonAgainst(chosen)) return
      if ('target' in chosen && (event.ctrlKey || event.metaKey))
        window.open(router.buildLocation(chosen.target).href, '_blank', 'noopener')
      else choose(chosen)
      return
    }
    const to = {
      ArrowDown: activeAt === last ? 0 : activeAt + 1,
      ArrowUp: activeAt === 0 ? last : activeAt - 1,
      PageDown: Math.min(last, activeAt + entriesPerPage),
      PageUp: Math.max(0, activeAt - entriesPerPage),
      // In a text they are the text's.
      ...(text === '' || event.ctrlKey ? { Home: 0, End: last } : {}),
    }[event.key]
    const entry = to === undefined ? undefined : entries[to]
    if (!entry) return
    event.preventDefault()
    setActive({ key: entry.key, byKeyboard: true })
  }

  return (
    <DialogPopup open onClose={onClose} title="Search" opener={opener} isBare>
      <div className="flex items-center gap-2.5 border-b border-line px-4 focus-within:border-accent">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          ref={input}
          // It is what the dialog is for, and whoever opened it is typing already.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          type="text"
          role="combobox"
          aria-label="Search"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={hasEntries}
          aria-controls={hasEntries ? listId : undefined}
          aria-activedescendant={hasEntries ? optionId(listId, activeKey) : undefined}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder="Name, id, hash, page or action"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(null)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-14 text-text outline-none pointer-coarse:text-16"
        />
        <Button variant="quiet" size="sm" icon={X} aria-label="Close" onClick={onClose} className="-mr-1.5" />
      </div>
      {error && !isAskedFor ? (
        <LookupTrouble
          error={error}
          fleet={fleet}
          updatedAt={dataUpdatedAt}
          isFetching={isFetching}
          onRetry={() => {
            input.current?.focus() // the button goes when it worked
            void refetch()
          }}
          field={input}
        />
      ) : null}
      {hasEntries ? (
        <ResultList
          id={listId}
          sections={results.sections}
          typed={searched}
          activeKey={activeKey}
          isScrolledTo={isScrolledTo}
          onPoint={point}
          onChoose={choose}
        />
      ) : null}
      <SearchFooter typed={searched} results={results} fleet={fleet} isFetching={isFetching} hasFailed={Boolean(error)} />
    </DialogPopup>
  )
}
