import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Account } from '@/api/schemas/account.ts'
import { fetchSignedInNow, goOnAs, isSamePerson, signInAgain } from '@/api/session/signed-in-now.ts'
import { isolated } from '@/lib/isolated.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { KeyForm } from './KeyForm.tsx'

interface SessionChangedProps {
  isChanged: boolean
  /** Who opened this page; `null` where the API does not say. */
  former: Account | null
  /** The page speaks for its own person again: everything that was refused can be asked for again. */
  onResumed: () => Promise<void> | void
}

/**
 * Says that somebody else is signed in to this browser now, and lets the person choose as whom to go on. Until then the gateway refuses what
 * this page asks for, so nothing happens in another's name. The page behind it stays as it is.
 */
export function SessionChanged({ isChanged, former, onResumed }: SessionChangedProps) {
  const [isPutOff, setPutOff] = useState(false)
  const [entersKey, setEntersKey] = useState(false)
  if (!isChanged && (isPutOff || entersKey)) {
    setPutOff(false)
    setEntersKey(false)
  }
  const now = useQuery({
    queryKey: ['signed-in-now'],
    queryFn: ({ signal }) => fetchSignedInNow(signal),
    enabled: isChanged,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

  // Signed in again in another tab as before: nobody needs to choose.
  const isSame = isChanged && now.data?.account && former ? isSamePerson(now.data.account, former) : false
  const mark = now.data?.mark
  const resumeWhenSame = useEffectEvent(() => {
    if (mark !== undefined) void goOnAs(mark, onResumed)
  })
  useEffect(() => {
    if (isSame) resumeWhenSame()
  }, [isSame])

  const present = nameOf(now.data?.account)
  const before = nameOf(former)
  const title =
    now.data === null ? 'You are signed out' : present ? `You are signed in as ${present} now` : 'You are signed in with another key now'
  const isOpen = isChanged && !isSame && !now.isPending
  return (
    <>
      {isOpen && isPutOff ? (
        <Notice
          tone="caution"
          title={`${title}. This page cannot continue as it is.`}
          className="mb-4"
          actions={
            <Button size="sm" variant="primary" onClick={() => setPutOff(false)}>
              Choose how to continue
            </Button>
          }
        />
      ) : null}
      <Dialog
        open={isOpen && !isPutOff}
        onClose={() => setPutOff(true)}
        size="sm"
        isPersistent
        title={title}
        description={`This page was opened ${before ? `as ${before}` : 'with the key before'}. Nothing is sent in someone else’s name: its requests since then were refused.`}
        footer={
          now.data === null ? null : (
            <Button variant={entersKey ? 'quiet' : 'primary'} className={namesSomebody} onClick={() => location.reload()}>
              {present ? `Load this page as ${present}` : 'Load this page with the new key'}
            </Button>
          )
        }
      >
        {entersKey || now.data === null ? (
          <KeyForm
            takesFocus
            hint={before ? `A key of ${before}. The page continues where it is.` : 'The key before. The page continues where it is.'}
            onKey={async (apiKey) => {
              const entered = await signInAgain(apiKey, former)
              if (entered.isSame) await goOnAs(entered.mark, onResumed)
              else await now.refetch()
            }}
          />
        ) : (
          <div className="space-y-3 text-13">
            <p>
              To keep what you see and typed here, sign in again as before. Loading the page shows what the present key may see, and what
              was typed but not saved is lost.
            </p>
            <Button className={namesSomebody} onClick={() => setEntersKey(true)}>
              {before ? `Sign in again as ${before}` : 'Sign in again as before'}
            </Button>
          </div>
        )}
      </Dialog>
    </>
  )
}

/** Names have any length, and a phone has little room for one. */
const namesSomebody = 'h-auto! min-h-8 max-w-full py-1 whitespace-normal! pointer-coarse:min-h-11'

/** A person may work in several workspaces, and each has its own key. */
const nameOf = (account: Account | null | undefined) =>
  account ? (account.workspace ? `${isolated(account.username)} (${isolated(account.workspace.name)})` : isolated(account.username)) : null
