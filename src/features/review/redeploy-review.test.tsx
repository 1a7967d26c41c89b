// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { fetchRevisions } from '@/api/revisions.ts'
import { signedOut } from '@/api/signed-out.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { browserStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import type { UpdateDriver } from '@/updates/engine/update-driver.ts'
import { readBaseline } from '@/updates/fields/fields.ts'
import { pageOnSandbox } from '../../../sandbox/testing/page-on-sandbox.ts'
import { openUpdatePage } from './testing/open-update-page.tsx'

// Putting a revision back, on the real page and engine, with the real sandbox in this process.

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

/** A CVM with an earlier revision, and edits of it that wait in this browser. */
async function withEditsWaiting(which = 'centralKms') {
  const cvmId = server.client.info.cvms[which]!
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const baseline = readBaseline(cvm, manifest)
  const drafts = draftRecords(browserStore, testScope(server.client.sandbox.worldId()))
  drafts.write(cvmId, draftOf(cvm.name, baseline, { ...baseline, vcpu: 7 }, new Date())!)
  const { revisions } = await fetchRevisions(cvm.appId!, 20)
  return { cvm, drafts, revision: revisions.find(({ composeHash }) => composeHash !== cvm.composeHash)! }
}

function open(cvm: Cvm, redeploy?: string) {
  const opened = openUpdatePage({ sandbox: server.client.sandbox, origin, cvm, ...(redeploy === undefined ? {} : { redeploy }) })
  driver = opened.driver
  return opened
}

const faultOf = (path: string, then: unknown) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  server.client.call('POST', '/sandbox/faults', { body: [{ method: 'GET', path, times: 100, then }] })

test('what runs is what the record says: edits that wait are not shown as if they were sent, wherever the page is opened from', async () => {
  await server.client.call('POST', '/sandbox/reset', { body: { applySeconds: 60, fleetSize: 8 } })
  const { cvm, revision, drafts } = await withEditsWaiting()
  open(cvm, revision.id)
  await userEvent.click(await screen.findByRole('button', { name: 'Apply and restart' }))
  await screen.findByText('The update is being applied.')
  cleanup()
  driver!.stop()

  const { router } = open(cvm)
  await screen.findByText('The update is being applied.')
  expect(screen.queryByText('7 vCPU')).toBeNull()
  await waitFor(() => expect(router.state.location.search).toEqual({ redeploy: revision.id }))
  expect(drafts.read(cvm.id).value?.edits).toEqual({ vcpu: 7 })
})

test('a revision without files that can be compared says so, with the way back, instead of loading for ever', async () => {
  const { cvm, revision } = await withEditsWaiting()
  await faultOf('/api/v1/apps/{id}/revisions/{id}', { patchBody: { compose_file: 'services: {}' } })
  open(cvm, revision.id)
  expect(await screen.findByText('The files of this revision cannot be shown.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Back to the revisions' })).toBeTruthy()
})

test('a revision that is in force already is nothing to put back, and is not called an edit', async () => {
  const { cvm } = await withEditsWaiting()
  const { revisions } = await fetchRevisions(cvm.appId!, 20)
  open(cvm, revisions.find(({ composeHash }) => composeHash === cvm.composeHash)!.id)
  expect(await screen.findByText('The stored configuration is that of this revision')).toBeTruthy()
})

test('whom a Safe has to ask for a revision is promised an approval link, and no preparation that a revision cannot have', async () => {
  const { cvm, revision } = await withEditsWaiting('onchainSafe')
  open(cvm, revision.id)
  expect(
    await screen.findByText(/You get an approval link to hand over\. Once the hash is allowed, this browser applies the update/),
  ).toBeTruthy()
  expect(screen.queryByText(/Once prepared/)).toBeNull()
  expect(screen.queryByRole('button', { name: 'Prepare for approval' })).toBeNull()
})

test('a stored file that the server does not hand out keeps nobody from putting a revision back', async () => {
  const { cvm, revision } = await withEditsWaiting()
  await faultOf('/api/v1/cvms/{id}/compose_file', { status: 404, body: { detail: 'Not found' } })
  open(cvm, revision.id)
  await userEvent.click(await screen.findByRole('button', { name: 'Apply and restart' }))
  await screen.findByText(/^Done\./)
  expect((await api.fetchCvm(cvm.id)).composeHash).toBe(revision.composeHash)
})

test('what else a revision changes is not known without the stored file, which is not nothing', async () => {
  const { cvm, revision } = await withEditsWaiting()
  await faultOf('/api/v1/cvms/{id}/compose_file', { status: 404, body: { detail: 'Not found' } })
  open(cvm, revision.id)
  await screen.findByText(/^The stored configuration could not be read, so what else the revision changes cannot be shown\./)
})

test('a stored file that was shown and is refused at the last look is not taken for unchanged', async () => {
  const { cvm, revision } = await withEditsWaiting()
  open(cvm, revision.id)
  const apply = await screen.findByRole('button', { name: 'Apply and restart' })
  await faultOf('/api/v1/cvms/{id}/compose_file', { status: 404, body: { detail: 'Not found' } })
  await userEvent.click(apply)
  await screen.findByRole('alert')
  const { requests } = (await server.client.call('GET', `/sandbox/cvms/${cvm.id}`)).body as { requests: { method: string; path: string }[] }
  expect(requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/redeploy'))).toEqual([])
})

test('a revision that differs in a setting of no field, or in its hash alone, can be put back', async () => {
  const { cvm, revision } = await withEditsWaiting()
  const present = await api.fetchAppCompose(cvm.id)
  const other = { compose_hash: 'b'.repeat(64), compose_file: { ...present, gateway_enabled: 'only here' } }
  await faultOf('/api/v1/apps/{id}/revisions/{id}', { patchBody: other })
  open(cvm, revision.id)
  await screen.findByRole('heading', { name: '1 other setting' })
  expect(screen.getByRole('row', { name: /^gateway_enabled/ }).textContent).toContain('only here')
  expect((await screen.findByRole('button', { name: 'Apply and restart' })).getAttribute('aria-disabled')).toBeNull()
  cleanup()
  driver!.stop()
  await server.client.call('DELETE', '/sandbox/faults')

  await faultOf('/api/v1/apps/{id}/revisions/{id}', { patchBody: { ...other, compose_file: present } })
  open(cvm, revision.id)
  await screen.findByRole('heading', { name: 'Written in another way' })
  expect(screen.queryByText('The stored configuration is that of this revision')).toBeNull()
})

test('an update that went through can turn out to have been a mistake: the way back is there as well', async () => {
  const { cvm, revision } = await withEditsWaiting()
  open(cvm, revision.id)
  await userEvent.click(await screen.findByRole('button', { name: 'Apply and restart' }))
  await screen.findByText(/^Done\./)
  const way = await screen.findByRole('region', { name: 'The way back' })
  expect(way.textContent).toContain(cvm.composeHash!.slice(0, 8))
  await userEvent.click(await within(way).findByRole('button', { name: 'Edit from this revision' }))
  expect(await screen.findByText('the form')).toBeTruthy()
})
