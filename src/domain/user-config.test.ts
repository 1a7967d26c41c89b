import { expect, test } from 'vitest'
import { userConfigMatches } from './user-config.ts'

const reported = { hostname: 'web-1', ssh_authorized_keys: ['ssh-ed25519 AAAA'], default_gateway_domain: 'example.org' }

test.each([
  ['{"hostname":"web-1"}', true],
  ['{ "hostname": "web-1", "ssh_authorized_keys": ["ssh-ed25519 AAAA"], "more": 1 }', true],
  ['{"hostname":"web-2"}', false],
  ['{"hostname":"web-1","ssh_authorized_keys":[]}', false],
])('%s is compared by the parts that the node knows', (wanted, matches) => {
  expect(userConfigMatches(wanted, reported)).toBe(matches)
})

test.each(['', 'free text', '["hostname"]', 'null', '{"my_own":1}'])('%j holds nothing that can be compared', (wanted) => {
  expect(userConfigMatches(wanted, reported)).toBeNull()
})
