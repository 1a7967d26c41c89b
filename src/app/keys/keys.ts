import type { AnyRouter } from '@tanstack/react-router'
import { accountQuery } from '@/api/session/account-query.ts'
import type { Account } from '@/api/schemas/account.ts'
import { currentSession } from '@/app/session.ts'
import { isFreeKey, type KeyCommand, type Prefix, readKey } from './single-key.ts'
import { singleKeysChoice } from './single-keys-choice.ts'
import { keepOpened } from './opened-cvms.ts'

/** What the keys open. */
export type Opened = 'search' | 'keys'

export interface Keys {
  /** A key that nothing else has used. */
  press: (event: KeyboardEvent, open: (what: Opened) => void) => void
  stop: () => void
}

/** Single keys of the pages behind the sign-in. Also keeps which CVMs were opened, for the search. */
export function createKeys(router: AnyRouter): Keys {
  let prefix: Prefix = null
  const { session } = currentSession.snapshot()

  const keep = () => {
    const cvmId = openCvm(router)
    const scope = session.scope.snapshot()
    if (cvmId && scope) keepOpened(scope, cvmId)
  }
  keep()
  const stops = [session.scope.subscribe(keep), router.subscribe('onResolved', keep)]

  return {
    press(event, open) {
      if (!singleKeysChoice.isOn() || !isFreeKey(event)) {
        prefix = null
        return
      }
      const read = readKey(prefix, event)
      prefix = read.prefix
      if (read.command && run(read.command, router, event, open)) event.preventDefault()
    },
    stop: () => stops.forEach((stop) => stop()),
  }
}

/** The CVM whose page is open. */
function openCvm(router: AnyRouter): string | null {
  const { cvmId } = (router.state.matches.at(-1)?.params ?? {}) as { cvmId?: string }
  return cvmId ?? null
}

/** Does what a key asks for; false where the page has nothing of the kind, and the key keeps its meaning. */
function run(command: KeyCommand, router: AnyRouter, event: KeyboardEvent, open: (what: Opened) => void): boolean {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-index]') : null
  const cvmId = cvmOfRow(row) ?? openCvm(router)
  const go = (to: string, params = {}) => {
    void router.navigate({ to, params })
    return true
  }
  switch (command) {
    case 'list-keys':
      open('keys')
      return true
    case 'search':
      if (!focusSearchBox()) open('search')
      return true
    case 'next-row':
      return moveRow(row, 'ArrowDown')
    case 'previous-row':
      return moveRow(row, 'ArrowUp')
    case 'edit':
      return cvmId !== null && !pathOf(router).endsWith('/edit') && go('/cvms/$cvmId/edit', { cvmId })
    case 'review':
      if (pathOf(router).endsWith('/edit')) return pressReview()
      return cvmId !== null && !pathOf(router).endsWith('/update') && go('/cvms/$cvmId/update', { cvmId })
    case 'go-fleet':
      return go('/cvms')
    case 'go-history':
      return go('/history')
    case 'go-unfinished':
      return go('/unfinished')
    case 'go-instance-ids':
      return isAdmin() && go('/instance-ids')
    default: // go-cvm
      return cvmId !== null && go('/cvms/$cvmId', { cvmId })
  }
}

const pathOf = (router: AnyRouter): string => router.state.location.pathname

const isAdmin = () => currentSession.snapshot().queryClient.getQueryData<Account>(accountQuery.queryKey)?.isAdmin === true

/** The CVM that a row is about: its first link leads there. */
function cvmOfRow(row: HTMLElement | null): string | null {
  const path = row?.querySelector('a')?.pathname
  const id = path && /^\/cvms\/([^/]+)/.exec(path)?.[1]
  return id ? decodeURIComponent(id) : null
}

/** A page that searches by itself has its own field for it. */
function focusSearchBox(): boolean {
  const box = document.querySelector<HTMLInputElement>('main input[type=search]')
  box?.focus()
  box?.select()
  return box !== null
}

/** The table knows which row is next and brings it into sight; from anywhere else its first row is. */
function moveRow(row: HTMLElement | null, arrow: 'ArrowDown' | 'ArrowUp'): boolean {
  if (row) {
    const control = row.contains(document.activeElement) ? document.activeElement : row
    control?.dispatchEvent(new KeyboardEvent('keydown', { key: arrow, bubbles: true, cancelable: true }))
    return true
  }
  const first = document.querySelector<HTMLElement>('main tr[data-index] a[href], main tbody a[href]')
  first?.focus()
  return first !== null
}

/** On the page of edits the key does what its button does, also where that leads to the first field to fix. */
function pressReview(): boolean {
  const review = document.querySelector<HTMLElement>('main form button[type=submit]')
  review?.click()
  return review !== null
}
