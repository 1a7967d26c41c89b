import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { fetchSession } from '@/api/account.ts'
import { ApiError } from '@/api/api-error.ts'
import * as cvms from '@/api/cvms.ts'
import { configQuery } from '@/api/session-queries.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import type { FailureKind } from '@/domain/failure.ts'
import { toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import { askAgain } from '@/runs/ask-again.ts'
import { longestWatchedMs } from '@/runs/pace.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'
import { mayHaveBeenProcessed } from '@/updates/engine/failure-of.ts'
import { findConfirmed } from '@/updates/engine/find-operation.ts'
import type { FinishRequest } from '@/updates/handover/handover-link.ts'
import { useContractFacts } from '@/updates/verdict/use-contract-facts.ts'
import { usualPace } from '@/updates/engine/update-world.ts'
import { openPublicWorld } from '@/updates/engine/open-update-world.ts'
import { heldToken } from './held-token.ts'

/** Right after a block the server may not see the approval yet, and a busy CVM becomes free; both are waited for, about two minutes in all. */
const worthWaiting: ReadonlySet<FailureKind> = new Set(['transaction-unverified', 'hash-not-allowed', 'busy', 'too-many-requests'])
const isWorthWaiting = (error: unknown) => error instanceof ApiError && worthWaiting.has(error.kind)

/**
 * What is known about a prepared update from the chain alone, and the one write that its token allows.
 *
 * Unlike an update it is no run that other tabs could follow: the token is kept in this page’s memory only, so nothing of it may be on
 * record, and the server lets it be used once, whichever tab commits. `tokenOf` names what the token came with: that of another update is
 * not taken for this one's.
 */
export function useFinish({ ticket, cvmId, pasted }: FinishRequest, tokenOf: string) {
  const { data: config } = useSuspenseQuery(configQuery)
  const world = useMemo(() => openPublicWorld(config), [config])
  const chain = config.chains.find(({ id }) => id === ticket.chainId) ?? null
  const commitToken = useSyncExternalStore(heldToken.subscribe, () => heldToken.readOf(tokenOf))
  /** A commit went unanswered before: then the token may be used up by ourselves. */
  const [wasUnclear, setWasUnclear] = useState(false)

  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const stopping = useRef<AbortController | null>(null)
  // Who leaves this page, or opens another link over it, is not there to see what would start, nor to stop it.
  useEffect(() => () => stopping.current?.abort(new Error('nobody looks any more')), [])

  const commit = useMutation({
    onMutate: () => commitToken,
    mutationFn: async (transactionHash: TransactionHash | null) => {
      if (commitToken === null) throw new Error('a commit without its token')
      const stop = new AbortController()
      stopping.current = stop
      const commitOnce = () => {
        setWaiting(null)
        return cvms.commitUpdate(cvmId, { commitToken, composeHash: ticket.composeHash, transactionHash })
      }
      return askAgain(commitOnce, {
        clock: systemClock,
        signal: stop.signal,
        mayRepeat: isWorthWaiting,
        tries: usualPace.confirmMs.length + 1,
        longestMs: longestWatchedMs,
        usualMs: (tries) => usualPace.confirmMs[tries] ?? 0,
        waiting: (until, why) => setWaiting({ until, why }),
      })
    },
    onSuccess: (_correlationId, _transactionHash, usedToken) => heldToken.forget(usedToken ?? ''),
    onError: (error, _transactionHash, usedToken) => {
      if (error instanceof ApiError && error.kind === 'hash-expired') heldToken.forget(usedToken ?? '')
      if (mayHaveBeenProcessed(error)) setWasUnclear(true)
    },
  })
  const isOver = commit.error instanceof ApiError && commit.error.kind === 'hash-expired'
  const hasEnded = commit.isSuccess || isOver

  const registration = useQuery({
    queryKey: [
      ...chainQueries.contract(ticket.chainId, ticket.appContract),
      'allowance',
      ticket.composeHash,
      pasted?.transactionHash ?? null,
    ],
    queryFn: async () => (await world.chain(ticket.chainId)).registration(ticket, pasted?.transactionHash ?? null),
    enabled: !hasEnded,
    refetchInterval: usualPace.chainMs,
    retry: false,
  })
  const device = useContractFacts(
    chain,
    ticket.deviceId === null ? null : { appContract: ticket.appContract, deviceId: toBytes32(ticket.deviceId) },
    hasEnded ? false : usualPace.chainMs,
  )

  // Somebody with a key can be told more than the token's end: whether the update runs.
  const lookUp = useQuery({
    queryKey: ['finish', cvmId, ticket.composeHash, commit.submittedAt],
    enabled: isOver || (commit.isError && mayHaveBeenProcessed(commit.error)),
    retry: false,
    queryFn: async ({ signal }) => {
      const { signedIn } = await fetchSession(signal)
      return signedIn ? findConfirmed({ api: cvms }, cvmId, { ticket, before: null }, { signal }) : null
    },
  })

  return {
    chain,
    registration,
    device: device.data ?? null,
    isDeviceRefused: refusesDevice(device.data),
    hasToken: commitToken !== null,
    commit,
    /** A commit that was turned away waits for its next try. */
    waiting: commit.isPending ? waiting : null,
    stopWaiting: () => {
      // Nothing was started by what is waited after, so it is as before the press.
      stopping.current?.abort(new Error('somebody stopped waiting'))
      commit.reset()
    },
    isOver,
    wasUnclear,
    correlationId: commit.data ?? lookUp.data?.correlationId ?? null,
  }
}

interface Waiting {
  until: Date
  why: unknown
}

export type Finish = ReturnType<typeof useFinish>
