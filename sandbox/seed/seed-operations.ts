import { manifestOf, textIn, withChanges } from '../world/compose-storage.ts'
import { revisionId } from './seed-catalogue.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { Operation, Revision, SandboxCvm, User } from '../world/world.ts'

const hourMs = 3_600_000
const types = ['compose_update', 'compose_update', 'resize', 'restart', 'compose_update'] as const

/** Past operations of a CVM, newest first. Durations resemble what the sandbox itself takes. */
export function pastOperations(cvm: SandboxCvm, count: number, by: User, random: SeededRandom, now: number): Operation[] {
  const operations: Operation[] = []
  let startedAt = now
  for (let index = 0; index < count; index++) {
    startedAt -= Math.round(hourMs * (4 + random.next() * 240))
    const durationMs = random.between(4_800, 9_400)
    const failed = index > 0 && random.chance(0.06)
    const type = index === count - 1 ? 'power_on' : random.pick(types)
    operations.push({
      correlationId: random.uuid(),
      type,
      targetState: 'running',
      by,
      startedAt,
      completedAt: startedAt + durationMs,
      status: failed ? 'failed' : 'completed',
      error: failed ? 'The CVM did not boot: image pull timed out' : null,
      composeHash: cvm.compose.hash,
      events: [
        { type: 'stopping', at: startedAt, state: 'stopping' },
        { type: 'configuration_applied', at: startedAt + Math.round(durationMs * 0.25), state: 'updating' },
        { type: 'starting', at: startedAt + Math.round(durationMs * 0.5), state: 'starting' },
        failed
          ? { type: 'boot_failed', at: startedAt + durationMs, state: 'error' }
          : { type: 'running', at: startedAt + durationMs, state: 'running' },
      ],
    })
  }
  return operations
}

/** The running revision, and an earlier one for each update of the file before it. */
export function pastRevisions(cvm: SandboxCvm): Revision[] {
  const updates = cvm.operations.filter((operation) => operation.type === 'compose_update' && operation.status === 'completed')
  const revision = (compose: Revision['compose'], operation: Operation | undefined, index: number): Revision => ({
    id: revisionId(`${cvm.number}:${index}`),
    compose,
    createdAt: operation?.startedAt ?? cvm.createdAt,
    operationType: operation?.type ?? 'create',
    by: operation?.by ?? cvm.creator,
    correlationId: operation?.correlationId ?? null,
    userConfig: cvm.userConfig,
  })
  const revisions = [revision(cvm.compose, updates[0], 0)]
  for (let index = 1; index <= updates.length && index < 4; index++) {
    const older = withChanges(cvm.compose, { docker_compose_file: olderFile(cvm, index) })
    revisions.push(revision(older, updates[index], index))
    const before = updates[index]
    if (before) before.composeHash = older.hash
  }
  return revisions
}

/** The same file with the last number of its first image tag counted back. */
function olderFile(cvm: SandboxCvm, versionsBack: number): string {
  const file = textIn(manifestOf(cvm.compose), 'docker_compose_file')
  return file.replace(
    /(image: \S+:\S*?)(\d+)(-\w+)?$/m,
    (_, start: string, last: string, end = '') => `${start}${Number(last) + 10 - versionsBack}-rc${end}`,
  )
}
