import { commitComposeFile, provisionComposeFile } from '@/api/manifest/compose-file.ts'
import * as api from '@/api/cvms.ts'
import { fetchRevision } from '@/api/revisions.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { signedOut } from '@/api/signed-out.ts'
import { systemClock } from '@/lib/clock.ts'
import { createTextStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { createEnvironmentMemory } from '@/updates/environment/environment-memory.ts'
import type { Pace, UpdateWorld } from '../update-world.ts'

/** The engine's waits, short enough for tests; what is waited for stays the same. */
export const quickPace: Pace = {
  chainMs: 15,
  operationsMs: 15,
  feedMs: 30,
  looksAfterLostAnswer: 4,
  confirmMs: Array.from({ length: 8 }, () => 15),
  busyMs: 15,
  looksUntilDropped: 6,
  looksUntilBelieved: 4,
  contradictionMs: 120,
  factMs: 5_000,
}

/** The real API and a quick pace, in a browser of its own; `chain` and `worldId` are the sandbox's. */
export const quickWorld = (given: Pick<UpdateWorld, 'chain'> & Partial<UpdateWorld> & { worldId: string | null }): UpdateWorld => {
  const { worldId, ...world } = given
  return {
    scope: testScope(worldId),
    api: { ...api, fetchRevision, provisionComposeFile, commitComposeFile },
    store: createTextStore(null, null),
    clock: systemClock,
    serverClock: pageRecord.current().clock,
    locks: null,
    pace: quickPace,
    environment: createEnvironmentMemory(),
    untilKeyAccepted: () => signedOut.untilKeyAccepted(),
    ...world,
  }
}
