import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import { configQuery } from '@/api/session-queries.ts'
import { useRecordScope, useSessionPart } from '@/runs/use-session.ts'
import type { DrivenCvm } from './update-driver.ts'
import { updateDriversPart } from './update-drivers.ts'
import type { UpdateHandle } from './update-handle.ts'
import { initialUpdateState } from './update-machine.ts'

/** The update of one CVM. It goes on while no page shows it, and any page that asks sees the same one. */
export function useUpdate(cvm: DrivenCvm): UpdateHandle {
  const config = useQuery(configQuery).data
  const drivers = useSessionPart(updateDriversPart)
  const isOwnerKnown = useRecordScope() !== null
  const driver = config && isOwnerKnown ? drivers.of(cvm, config) : null
  const handle = useSyncExternalStore(driver?.subscribe ?? subscribeToNothing, driver?.handle ?? (() => handleAtFirst))

  // What the update did to the CVM is shown everywhere at once, without waiting for the next poll.
  const queryClient = useQueryClient()
  const { step } = handle.state
  useEffect(() => {
    if (step === 'accepted' || step === 'applying' || step === 'done' || step === 'failed') {
      void queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvm.id) })
    }
  }, [queryClient, cvm.id, step])

  return handle
}

const subscribeToNothing = () => () => {}

/** Which records belong here is known only once the gateway said where it stands, and the API who is signed in. */
const handleAtFirst: UpdateHandle = {
  state: initialUpdateState,
  send: () => initialUpdateState,
  lookAhead: () => {},
  isRecovering: true,
  isFollowing: false,
  takeOver: () => {},
  notice: null,
  chainTrouble: null,
  apiTrouble: null,
  record: null,
  operation: null,
}
