import { randomUUID } from 'node:crypto'
import { plain } from '../api/api-failure.ts'
import { applyPlan } from './planned-update.ts'
import { forgetPrepared } from './prepared-updates.ts'
import type { SandboxState } from '../sandbox-state.ts'
import { revisionId } from '../seed/seed-catalogue.ts'
import type { Operation, PlannedUpdate, SandboxCvm, User } from './world.ts'

/** One step of an operation: when it comes, what it shows, what it does. `false` ends the operation as failed. */
interface Step {
  /** After the operation's start. */
  atSeconds: number
  event: string
  /** The CVM's status from then on. */
  status: string
  run?: () => Promise<boolean> | void
}

export const refuseWhenBusy = (cvm: SandboxCvm) => {
  if (cvm.running) throw plain(409, 'Another operation is in progress for this CVM. Wait for it to complete, or cancel it.')
}

/** An accepted update: stopping, updating, starting, running; a CVM that was off stays off. Returns the correlation id. */
export function beginUpdate(state: SandboxState, cvm: SandboxCvm, plan: PlannedUpdate, by: User): string {
  const before = cvm.status
  const wasOff = before === 'stopped'
  const seconds = state.settings.applySeconds
  let isApplied = false
  const record = newRecord(state, by, plan.operationType, wasOff ? 'stopped' : 'running', (plan.compose ?? cvm.compose).hash)
  const apply: Step = {
    atSeconds: seconds * (wasOff ? 0.5 : 0.25),
    event: 'configuration_applied',
    status: 'updating',
    run() {
      applyPlan(cvm, plan)
      isApplied = true
      if (!plan.compose && !plan.env && plan.userConfig === undefined) return
      forgetPrepared(state.world, cvm)
      cvm.revisions.unshift({
        id: revisionId(record.correlationId),
        compose: cvm.compose,
        createdAt: state.clock.now(),
        operationType: plan.operationType,
        by,
        correlationId: record.correlationId,
        userConfig: cvm.userConfig,
      })
    },
  }
  const steps: Step[] = wasOff
    ? [{ atSeconds: 0, event: 'accepted', status: 'updating' }, apply, { atSeconds: seconds, event: 'completed', status: 'stopped' }]
    : [
        { atSeconds: 0, event: 'stopping', status: 'stopping', run: () => powerDown(state, cvm) },
        apply,
        ...startingSteps(state, cvm, seconds * 0.5, seconds),
      ]
  run(state, cvm, record, steps, { canBeCancelled: true, statusIfCancelled: () => (isApplied ? 'stopped' : before) })
  return record.correlationId
}

export function beginStart(state: SandboxState, cvm: SandboxCvm, by: User) {
  run(
    state,
    cvm,
    newRecord(state, by, 'power_on', 'running', cvm.compose.hash),
    startingSteps(state, cvm, 0, state.settings.applySeconds * 0.6),
  )
}

export function beginRestart(state: SandboxState, cvm: SandboxCvm, by: User) {
  const seconds = state.settings.applySeconds
  run(state, cvm, newRecord(state, by, 'restart', 'running', cvm.compose.hash), [
    { atSeconds: 0, event: 'restarting', status: 'restarting', run: () => powerDown(state, cvm) },
    ...startingSteps(state, cvm, seconds * 0.3, seconds * 0.8),
  ])
}

/** Asks the guest to end; or, with `pullsPower`, does not ask, and ends whatever else was running on the CVM too. */
export function beginStop(state: SandboxState, cvm: SandboxCvm, by: User, { pullsPower }: { pullsPower: boolean }) {
  if (pullsPower && cvm.running) endOperation(state, cvm, 'failed', 'Cancelled because the CVM was stopped')
  const seconds = state.settings.applySeconds * (pullsPower ? 0.2 : 0.5)
  run(state, cvm, newRecord(state, by, pullsPower ? 'power_off' : 'shutdown', 'stopped', cvm.compose.hash), [
    { atSeconds: 0, event: pullsPower ? 'stopping' : 'shutting_down', status: pullsPower ? 'stopping' : 'shutting_down' },
    { atSeconds: seconds, event: 'stopped', status: 'stopped', run: () => powerDown(state, cvm) },
  ])
}

/** Calls the running operation off. Returns its correlation id, `null` when there was none. */
export function cancelOperation(state: SandboxState, cvm: SandboxCvm): string | null {
  const { running } = cvm
  if (!running) return null
  if (!running.canBeCancelled) throw plain(409, `Cannot cancel an operation of type ${running.record.type}`)
  const status = running.statusIfCancelled()
  endOperation(state, cvm, 'failed', 'Cancelled by request')
  cvm.status = status
  if (status === 'running') cvm.startedAt ??= state.clock.now()
  return running.record.correlationId
}

/** An update that is already under way when the world begins, changes nothing, and ends by itself. */
export function beginLongOperation(state: SandboxState, cvm: SandboxCvm, by: User, seconds: number) {
  const before = cvm.status
  run(
    state,
    cvm,
    newRecord(state, by, 'compose_update', 'running', cvm.compose.hash),
    [{ atSeconds: 0, event: 'updating', status: 'updating' }, ...startingSteps(state, cvm, seconds * 0.9, seconds)],
    { canBeCancelled: true, statusIfCancelled: () => before },
  )
}

const newRecord = (state: SandboxState, by: User, type: string, targetState: string, composeHash: string): Operation => ({
  correlationId: randomUUID(),
  type,
  targetState,
  by,
  startedAt: state.clock.now(),
  completedAt: null,
  status: 'in_progress',
  error: null,
  composeHash,
  events: [],
})

function startingSteps(state: SandboxState, cvm: SandboxCvm, fromSeconds: number, doneSeconds: number): Step[] {
  return [
    {
      atSeconds: fromSeconds,
      event: 'starting',
      status: 'starting',
      run() {
        cvm.bootProgress = 'booting'
        cvm.bootError = null
        cvm.exitedAt = null
      },
    },
    {
      atSeconds: fromSeconds + (doneSeconds - fromSeconds) * 0.6,
      event: 'requesting_keys',
      status: 'starting',
      run() {
        cvm.bootProgress = 'requesting app keys'
      },
    },
    { atSeconds: doneSeconds, event: 'running', status: 'running', run: () => boot(state, cvm) },
  ]
}

/** The KMS hands out keys only if the app contract allows this file on this device. */
async function boot(state: SandboxState, cvm: SandboxCvm): Promise<boolean> {
  const refusal = await bootRefusal(state, cvm)
  if (refusal !== null) {
    cvm.bootError = refusal
    return false
  }
  cvm.bootProgress = 'done'
  cvm.startedAt = state.clock.now()
  // A node learns the instance id of what it boots; the database may still lack it.
  cvm.reportedInstance.state ??= cvm.instanceId
  return true
}

async function bootRefusal({ chain }: SandboxState, cvm: SandboxCvm): Promise<string | null> {
  if (cvm.envError) return cvm.envError
  if (cvm.kms.chainId === null) return null
  const unreachable = 'The chain of this KMS cannot be reached'
  if (!chain) return unreachable
  const candidate = { composeHash: `0x${cvm.compose.hash}`, deviceId: `0x${cvm.node.deviceId}` } as const
  const verdict = await chain.bootVerdict(`0x${cvm.appId}`, candidate).catch(() => null)
  if (!verdict) return unreachable
  return verdict.allowed ? null : verdict.reason
}

function powerDown(state: SandboxState, cvm: SandboxCvm) {
  cvm.startedAt = null
  cvm.exitedAt = state.clock.now()
  cvm.bootProgress = null
}

function run(
  state: SandboxState,
  cvm: SandboxCvm,
  record: Operation,
  steps: Step[],
  { canBeCancelled = false, statusIfCancelled = () => 'stopped' }: { canBeCancelled?: boolean; statusIfCancelled?: () => string } = {},
) {
  let cancelNext = () => {}
  cvm.running = { record, canBeCancelled, statusIfCancelled, cancel: () => cancelNext() }
  cvm.operations.unshift(record)

  const take = async ([step, ...rest]: Step[]): Promise<void> => {
    if (!step || cvm.running?.record !== record) return
    const outcome = step.run?.()
    // What is known at once shows at once; a CVM that still waits for the chain's word is not running yet.
    if (!(outcome instanceof Promise)) cvm.status = step.status
    const worked = (await outcome) ?? true
    if (cvm.running?.record !== record) return // called off while the chain was asked
    if (worked) cvm.status = step.status
    record.events.push({ type: worked ? step.event : 'boot_failed', at: state.clock.now(), state: worked ? step.status : 'error' })
    if (!worked) {
      cvm.status = 'error'
      return endOperation(state, cvm, 'failed', `The CVM did not boot: ${cvm.bootError}`)
    }
    const [next] = rest
    if (!next) return endOperation(state, cvm, 'completed', null)
    cancelNext = state.clock.after(next.atSeconds - step.atSeconds, () => take(rest))
  }
  void take(steps)
}

function endOperation(state: SandboxState, cvm: SandboxCvm, status: Operation['status'], error: string | null) {
  const { running } = cvm
  if (!running) return
  running.cancel()
  Object.assign(running.record, { status, error, completedAt: state.clock.now() })
  cvm.running = null
}
