import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import type { Session, SessionPart } from '@/runs/session.ts'
import { openUpdateWorld } from './open-update-world.ts'
import { createUpdateDriver, type DrivenCvm, type UpdateDriver } from './update-driver.ts'
import type { UpdateWorld } from './update-world.ts'

interface UpdateDrivers {
  /** The one driver of a CVM in this tab; it outlives the page that asked for it. `null` until it is known who is signed in. */
  of: (cvm: DrivenCvm, config: RuntimeConfig) => UpdateDriver | null
  /** Nothing is asked any more in the name of a key that was given back. The records stay, and go on after the next sign-in. */
  stop: () => void
}

function createUpdateDrivers(session: Session): UpdateDrivers {
  const drivers = new Map<string, UpdateDriver>()
  let world: UpdateWorld | null = null
  return {
    of(cvm, config) {
      const scope = session.scope.snapshot()
      if (!scope) return null
      world ??= openUpdateWorld(session, config, scope)
      let driver = drivers.get(cvm.id)
      if (!driver) drivers.set(cvm.id, (driver = createUpdateDriver(cvm, world)))
      return driver
    },
    stop() {
      for (const driver of drivers.values()) driver.stop()
      drivers.clear()
    },
  }
}

/** The updates of this session. */
export const updateDriversPart: SessionPart<UpdateDrivers> = { make: createUpdateDrivers, end: (drivers) => drivers.stop() }
