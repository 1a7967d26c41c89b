import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MappedPort } from '@/api/network/network.ts'
import { problemOf, rowsFor, samePorts, wantedFrom } from './wanted-ports.ts'

const mapped = (vmPort: number | null, protocol: string | null): MappedPort => ({
  id: null,
  vmPort,
  protocol,
  hostPort: null,
  hostAddress: null,
})
const protocol = fc.constantFrom<'tcp' | 'udp'>('tcp', 'udp')
const wanted = fc.uniqueArray(fc.record({ vmPort: fc.integer({ min: 1, max: 65_535 }), protocol }), {
  selector: (port) => `${port.vmPort}/${port.protocol}`,
})

test('a list that is not touched is asked for as it is', () => {
  fc.assert(
    fc.property(wanted, (ports) => {
      const rows = rowsFor(ports.map(({ vmPort, protocol }) => mapped(vmPort, protocol)))!
      expect(wantedFrom(rows)).toEqual(ports)
      expect(rows.every((row) => problemOf(row, rows) === null)).toBe(true)
      expect(samePorts(wantedFrom(rows), ports.toReversed())).toBe(true)
    }),
  )
})

test('a port that could not be said again is not edited away', () => {
  expect(rowsFor([mapped(22, 'tcp'), mapped(null, 'tcp')])).toBeNull()
  expect(rowsFor([mapped(22, 'sctp')])).toBeNull()
})

test.each(['', '0', '65536', '-1', '2.5', 'ssh', '1e3', '０８０'])('%j is no port', (vmPort) => {
  const row = { key: 0, vmPort, protocol: 'tcp' as const }
  expect(problemOf(row, [row])).toMatch(/whole number/)
})

test('of two that are the same the second is marked, and another protocol is another port', () => {
  const rows = [
    { key: 0, vmPort: '80', protocol: 'tcp' as const },
    { key: 1, vmPort: '080', protocol: 'tcp' as const },
    { key: 2, vmPort: '80', protocol: 'udp' as const },
  ]
  expect(rows.map((row) => problemOf(row, rows))).toEqual([null, 'This port is in the list already.', null])
})
