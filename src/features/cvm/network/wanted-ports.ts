import type { MappedPort, WantedPort } from '@/api/network/network.ts'

/** A row of the form: what was typed stays what was typed. */
export interface PortRow {
  /** Tells rows apart while they are edited. */
  key: number
  vmPort: string
  protocol: 'tcp' | 'udp'
}

/** Rows for what is mapped now; `null` where one of them cannot be said again, so that saving would change or drop it. */
export function rowsFor(ports: readonly MappedPort[]): PortRow[] | null {
  const rows = ports.flatMap(({ vmPort, protocol }, key): PortRow[] =>
    vmPort !== null && (protocol === 'tcp' || protocol === 'udp') ? [{ key, vmPort: String(vmPort), protocol }] : [],
  )
  return rows.length === ports.length ? rows : null
}

const portOf = (typed: string): number | null => {
  const port = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  return port >= 1 && port <= 65_535 ? port : null
}

/** What is wrong with a row, for its field; `null` where nothing is. */
export function problemOf(row: PortRow, rows: readonly PortRow[]): string | null {
  const port = portOf(row.vmPort)
  if (port === null) return 'A port is a whole number from 1 to 65535.'
  const first = rows.find((other) => other.protocol === row.protocol && portOf(other.vmPort) === port)
  return first === row ? null : 'This port is in the list already.'
}

/** What to ask for, once no row has a problem. */
export const wantedFrom = (rows: readonly PortRow[]): WantedPort[] =>
  rows.flatMap(({ vmPort, protocol }) => {
    const port = portOf(vmPort)
    return port === null ? [] : [{ vmPort: port, protocol }]
  })

const named = ({ vmPort, protocol }: { vmPort: number | null; protocol: string | null }) => `${vmPort}/${protocol}`

/** The same ports, in whatever order. */
export function samePorts(a: readonly (WantedPort | MappedPort)[], b: readonly (WantedPort | MappedPort)[]): boolean {
  return a.map(named).toSorted().join() === b.map(named).toSorted().join()
}
