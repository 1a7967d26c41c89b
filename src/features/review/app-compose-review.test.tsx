// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { signedOut } from '@/api/signed-out.ts'
import { browserStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import type { UpdateDriver } from '@/updates/engine/update-driver.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { pageOnSandbox } from '../../../sandbox/testing/page-on-sandbox.ts'
import { openUpdatePage } from './testing/open-update-page.tsx'

// A manifest that is sent whole, on the real update page and engine, with the real sandbox in this process.

const origin = 'http://sandbox.test'
configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const server = pageOnSandbox({ origin, world: { applySeconds: 0.2 } })
let driver: UpdateDriver | undefined

afterEach(() => {
  driver?.stop()
  driver = undefined
  signedOut.end()
})

async function openWith(which: string, edits: Partial<EditValues>) {
  const cvmId = server.client.info.cvms[which]!
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const baseline = readBaseline(cvm, manifest)
  const drafts = draftRecords(browserStore, testScope(server.client.sandbox.worldId()))
  drafts.write(cvmId, draftOf(cvm.name, baseline, { ...baseline, ...edits }, new Date())!)
  driver = openUpdatePage({ sandbox: server.client.sandbox, origin, cvm }).driver
  return { cvm, drafts, manifest }
}

const faultOf = (method: string, path: string, then: unknown) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  server.client.call('POST', '/sandbox/faults', { body: [{ method, path, times: 100, then }] })

test('under the central KMS it is reviewed with both of its requests, applied without a signature, and read back', async () => {
  const { cvm, drafts, manifest } = await openWith('centralKms', { secureTime: true, features: ['kms'] })
  const requests = await screen.findByRole('region', { name: 'Requests' })
  expect(requests.textContent).toContain(`POST /cvms/${cvm.id}/compose_file/provision`)
  expect(requests.textContent).toContain('"secure_time": true')
  expect(screen.getByRole('row', { name: /^Secure time Disabled/ }).textContent).toContain('Enabled')
  expect(screen.getByRole('row', { name: /^Features kms, tproxy-net/ })).toBeTruthy()
  expect(screen.getByText('Secure time becomes enabled')).toBeTruthy()
  expect(screen.queryByRole('heading', { name: 'Written out' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Apply and restart' }))
  await screen.findByText('Done. The server holds what you asked for.')
  expect(await api.fetchAppCompose(cvm.id)).toEqual({ ...manifest, secure_time: true, features: ['kms'] })
  expect(drafts.read(cvm.id).value).toBeNull()
})

test('edits that cannot go along keep it from being applied, and each says why', async () => {
  await openWith('centralKms', { secureTime: true, vcpu: 7 })
  const apply = await screen.findByRole('button', { name: 'Apply and restart' })
  expect(apply.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByText('Something has to be corrected before this can be applied.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'vCPU' }).closest('li')?.textContent).toMatch(
    /^vCPU: This cannot be changed together with App compose/,
  )
})

test('whom a Safe has to ask is told what happens: an approval link, and this browser applies it afterwards', async () => {
  await openWith('onchainSafe', { secureTime: true })
  expect(
    await screen.findByText(/You get an approval link to hand over\. Once the hash is allowed, this browser applies the update/),
  ).toBeTruthy()
  expect(screen.queryByText(/Once prepared/)).toBeNull()
  expect(screen.queryByRole('button', { name: 'Prepare for approval' })).toBeNull()
})

test('a hash that is not that of the reviewed manifest stops it with both hashes, and nothing is applied', async () => {
  const { cvm } = await openWith('centralKms', { secureTime: true })
  await faultOf('POST', '/api/v1/cvms/{id}/compose_file/provision', { patchBody: { compose_hash: 'cd'.repeat(32) } })
  await userEvent.click(await screen.findByRole('button', { name: 'Apply and restart' }))
  await screen.findByText(/^The server’s hash cdcd.* Nothing was applied\.$/)
  expect((await api.fetchCvm(cvm.id)).composeHash).toBe(cvm.composeHash)
})

test('keys that the stored manifest lacks are shown as they are written out', async () => {
  const { cvm, manifest } = await openWith('centralKms', { secureTime: true })
  driver!.stop()
  const { public_logs: _logs, tproxy_enabled: _proxy, ...old } = manifest
  await faultOf('GET', '/api/v1/cvms/{id}/compose_file', { status: 200, body: old })
  driver = openUpdatePage({ sandbox: server.client.sandbox, origin, cvm }).driver
  const card = await screen.findByRole('region', { name: 'Written out' })
  await waitFor(() =>
    expect(
      within(card)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toContain('public_logsfalse'),
  )
  expect(within(card).getByRole('row', { name: 'tproxy_enabled false' })).toBeTruthy()
})
