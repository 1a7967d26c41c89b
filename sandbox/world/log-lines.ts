import type { SandboxContainer } from './containers.ts'

const green = '\u001B[32m'
const yellow = '\u001B[33m'
const bold = '\u001B[1m'
const reset = '\u001B[0m'

const talk = [
  (at: number) => `${green}INFO${reset} request served path=/v1/orders status=200 duration=${12 + (at % 40)}ms`,
  (at: number) => `${green}INFO${reset} job done queue=mail id=${100_000 + (at % 9_000)}`,
  () => `${green}INFO${reset} health check passed`,
  (at: number) => `${yellow}WARN${reset} slow query took ${bold}${800 + (at % 700)}ms${reset}: SELECT * FROM orders WHERE state = 'open'`,
  (at: number) => `${green}INFO${reset} request served path=/v1/invoices/${at % 977} status=200 duration=${3 + (at % 9)}ms`,
] as const

/** Seconds between two lines of a container that runs. */
const pace = 2
/** What a node keeps of a container's output. */
const mostLines = 20_000

const stamped = (second: number, text: string, withTime: boolean) =>
  `${withTime ? `${new Date(second * 1000).toISOString().replace(/Z$/, '000000Z')} ` : ''}${text}\n`

const lineAt = (container: SandboxContainer, second: number) => talk[(second / pace + container.service.length) % talk.length]!(second)

/** What a container has printed between its start and now, the newest `tail` lines of it. Times are ms since the epoch. */
export function containerLog(
  container: SandboxContainer,
  { startedAt, now, tail, withTimes }: { startedAt: number; now: number; tail: number; withTimes: boolean },
): string {
  const last = Math.floor(now / 1000 / pace) * pace
  const first = Math.ceil(startedAt / 1000 / pace) * pace
  const count = Math.max(0, Math.min(Math.floor((last - first) / pace), tail - 1, mostLines - 1))
  const lines = Array.from({ length: count }, (_, index) => last - (count - 1 - index) * pace)
  const start = count < tail - 1 ? stamped(first, `${container.service} is listening`, withTimes) : ''
  return start + lines.map((second) => stamped(second, lineAt(container, second), withTimes)).join('')
}

/** The line that a container prints now. */
export const newestLine = (container: SandboxContainer, now: number, withTimes: boolean) =>
  stamped(Math.floor(now / 1000), lineAt(container, Math.floor(now / 1000 / pace) * pace), withTimes)

/** What the machine prints while it boots. */
export const serialLog = (cvmName: string, bootError: string | null) =>
  [
    '[    0.000000] Linux version 6.9.0-dstack (gcc 13.2.0) #1 SMP PREEMPT_DYNAMIC',
    '[    0.412004] tdx: Guest detected',
    '[    1.918221] zfs: pool "dstack" imported',
    `dstack-prepare: hostname ${cvmName}`,
    'dstack-prepare: requesting app keys',
    ...(bootError
      ? [`\u001B[31mdstack-prepare: ${bootError}${reset}`]
      : ['dstack-prepare: keys received', 'docker-compose: all containers started']),
  ]
    .map((line) => `${line}\r\n`)
    .join('')
