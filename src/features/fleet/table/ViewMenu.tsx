import { Bookmark, X } from 'lucide-react'
import { useId, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { browserStore } from '@/lib/storage.ts'
import { isolated } from '@/lib/isolated.ts'
import { isRecordKey, type RecordScope } from '@/runs/records.ts'
import { useRecordScope } from '@/runs/use-session.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { announce } from '@/ui/feedback/announce.ts'
import { Name } from '@/ui/layout/Name.tsx'
import { placeBelow } from '@/ui/overlay/place-below.ts'
import type { FleetSearch } from './fleet-search.ts'
import { isSomeView, savedViews, searchOf, showsSame } from './saved-views.ts'

interface ViewMenuProps {
  search: FleetSearch
  onSearchChange: (change: Partial<FleetSearch>) => void
}

/** Filters and order under a name: kept in this browser, and with their name in the address for colleagues. */
export function ViewMenu(props: ViewMenuProps) {
  const scope = useRecordScope()
  return scope ? <Views {...props} scope={scope} /> : null
}

function Views({ search, onSearchChange, scope }: ViewMenuProps & { scope: RecordScope }) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const shelf = useMemo(() => viewShelf(scope), [scope])
  const views = useSyncExternalStore(shelf.subscribe, shelf.list)
  const current = views.find(({ value }) => showsSame(value, search))
  const given = search.view && isSomeView(search) ? search.view : undefined
  const name = (typed ?? current?.id ?? given ?? '').trim()
  const close = () => document.getElementById(id)?.hidePopover()

  function save() {
    if (!shelf.records.write(name, { ...search, view: name })) announce('This browser keeps the view only until the page is closed.')
    setTyped(null)
    close()
    onSearchChange({ view: name })
  }
  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        className={`${buttonClass()} ml-auto min-w-0`}
        aria-label={current ? `Saved views, ${isolated(current.id)} is shown` : 'Saved views'}
        title="Saved views"
      >
        <Bookmark aria-hidden className="size-4 shrink-0" />
        {current || given ? (
          <span className="max-w-32 truncate max-sm:hidden">
            <Name>{current?.id ?? given ?? ''}</Name>
          </span>
        ) : null}
      </button>
      <div
        id={id}
        popover="auto"
        onBeforeToggle={(event) => {
          if (event.newState === 'open' && anchor.current) placeBelow(event.currentTarget, anchor.current)
        }}
        className="fixed inset-auto m-0 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded border border-line bg-raised p-3 text-13 text-text shadow-menu"
      >
        <p className="mb-2 text-12 text-muted">Saved views</p>
        {views.length === 0 ? <p className="mb-3 text-muted">None yet. Filter or sort the fleet, then save that under a name.</p> : null}
        <ul className="mb-3 space-y-0.5">
          {views.map(({ id: viewName, value }) => (
            <li key={viewName} className="flex items-center gap-1">
              <button
                type="button"
                aria-current={viewName === current?.id || undefined}
                onClick={() => {
                  setTyped(null)
                  onSearchChange(searchOf(value))
                  close()
                }}
                className="min-h-8 min-w-0 flex-1 truncate rounded-sm px-2 text-left hover:bg-hover aria-[current]:font-semibold pointer-coarse:min-h-11"
              >
                <Name>{viewName}</Name>
              </button>
              <Button
                size="sm"
                variant="quiet"
                icon={X}
                tooltip="Remove"
                aria-label={`Remove the view ${isolated(viewName)}`}
                onClick={() => shelf.records.remove(viewName)}
              />
            </li>
          ))}
        </ul>
        <form
          className="flex items-center gap-2 border-t border-line pt-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (name !== '' && isSomeView(search)) save()
          }}
        >
          <TextInput
            aria-label="Name of this view"
            placeholder="Name of this view"
            maxLength={60}
            value={typed ?? current?.id ?? given ?? ''}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button
            type="submit"
            disabledReason={
              isSomeView(search)
                ? name === ''
                  ? 'Give it a name.'
                  : null
                : 'This is the whole fleet in its usual order: there is nothing to save.'
            }
          >
            Save
          </Button>
        </form>
      </div>
    </>
  )
}

function viewShelf(scope: RecordScope) {
  const records = savedViews(browserStore, scope)
  let views: ReturnType<typeof records.list> | null = null
  return {
    records,
    list: () => (views ??= records.list()),
    subscribe: (listener: () => void) =>
      browserStore.subscribe((key) => {
        if (!isRecordKey(key, ['fleet-view'])) return
        views = null
        listener()
      }),
  }
}
