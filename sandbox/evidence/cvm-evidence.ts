import { createHash } from 'node:crypto'
import type { SandboxState } from '../sandbox-state.ts'
import { instanceIdAt } from '../seed/seed-world.ts'
import { sha256Hex } from '../seeded-random.ts'
import { manifestOf } from '../world/compose-storage.ts'
import type { SandboxCvm } from '../world/world.ts'
import { type BootEvent, bootLog, registersAfter } from './boot-log.ts'
import { makeCollateral } from './collateral.ts'
import { machineOf } from './development-pki.ts'
import { makeQuote } from './quote.ts'

export interface CvmEvidence {
  isOnline: boolean
  isPublic: boolean
  /** As it comes, with whatever follows it. */
  quote: Buffer
  /** Length of the quote itself. */
  signedLength: number
  eventLog: BootEvent[]
  appCompose: string
  mrTd: string
  registers: string[]
  bootedAt: number
}

/** What the hardware of the sandbox says of the last boot of a CVM, with what was broken about it. */
export function evidenceOf(state: SandboxState, cvm: SandboxCvm): CvmEvidence {
  const broken = state.evidenceBreaks.get(cvm.id)
  const bootedAt = cvm.startedAt ?? cvm.exitedAt ?? cvm.createdAt
  const log = bootLog(cvm, instanceIdAt(cvm.number))
  const registers = registersAfter(log)
  const mrTd = createHash('sha384').update(`mrtd:${cvm.image.hash}`).digest()
  const quote = makeQuote(machineOf(ppidOf(state, cvm)), {
    registers,
    mrTd,
    reportData: createHash('sha512').update(`ra-tls:${cvm.id}:${bootedAt}`).digest(),
    isDebug: broken === 'debug',
  })
  return {
    isOnline: cvm.status === 'running' && cvm.node.status === 'ONLINE' && broken !== 'offline',
    isPublic: manifestOf(cvm.compose).public_tcbinfo !== false && broken !== 'private',
    quote: broken === 'trailer' ? Buffer.concat([quote, createHash('sha512').update('what nobody signed').digest()]) : quote,
    signedLength: quote.length,
    eventLog: broken === 'register' ? withAnotherKernel(log) : log,
    appCompose: broken === 'file' ? `${cvm.compose.text} ` : cvm.compose.text,
    mrTd: mrTd.toString('hex'),
    registers: registers.map((register) => register.toString('hex')),
    bootedAt,
  }
}

/** Of another machine where that is what was broken. */
const ppidOf = (state: SandboxState, cvm: SandboxCvm) =>
  state.evidenceBreaks.get(cvm.id) === 'device' ? sha256Hex(`another machine than ${cvm.node.id}`).slice(0, 32) : cvm.node.ppid

/** A log that tells of another kernel than the one that register 1 was made of. */
const withAnotherKernel = (log: BootEvent[]): BootEvent[] =>
  log.map((event) => (event.imr === 1 ? { ...event, digest: createHash('sha384').update('another kernel').digest('hex') } : event))

/** The collateral for a CVM's quote, as it is now. */
export function collateralOf(state: SandboxState, cvm: SandboxCvm) {
  const broken = state.evidenceBreaks.get(cvm.id)
  return makeCollateral(state.clock.now(), {
    revoked: broken === 'revoked' ? machineOf(cvm.node.ppid) : null,
    isOutOfDate: broken === 'tcb',
  })
}
