// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { configure, screen, waitFor } from '@testing-library/react'
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
import { openEditPage } from './testing/open-edit-page.tsx'

// What a form says while somebody else changes the same CVM, with the real sandbox in this process.

const origin = 'http://sandbox.test'
configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const server = pageOnSandbox({ origin, world: { applySeconds: 0.05 } })
let driver: UpdateDriver | undefined

afterEach(() => {
  driver?.stop()
  driver = undefined
  signedOut.end()
})

const readAll = async (cvmId: string) => {
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  return { cvm, baseline: readBaseline(cvm, manifest) }
}

/** The CVM with edits of it that were kept in this browser before. */
async function withDraft(edit: (baseline: EditValues) => Partial<EditValues>) {
  const { cvm, baseline } = await readAll(server.client.info.cvms['centralKms']!)
  const draft = draftOf(cvm.name, baseline, { ...baseline, ...edit(baseline) }, new Date())!
  draftRecords(browserStore, testScope(server.client.sandbox.worldId())).write(cvm.id, draft)
  return { cvm, baseline }
}

/** Somebody else's update, until it is through. */
async function changeElsewhere(cvmId: string, patch: Record<string, unknown>) {
  expect((await server.client.api('PATCH', `/cvms/${cvmId}`, { body: patch, key: server.client.info.keys.owner })).status).toBe(202)
  await waitFor(async () => expect(await api.fetchCvm(cvmId)).toMatchObject({ inProgress: false, status: 'running' }))
}

const open = (cvm: Awaited<ReturnType<typeof readAll>>['cvm']) => {
  const opened = openEditPage({ sandbox: server.client.sandbox, origin, cvm })
  driver = opened.driver
  return opened
}
const faults = (then: unknown, path: string, times = 100) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  server.client.call('POST', '/sandbox/faults', { body: [{ method: 'GET', path, times, then }] })
const noFaults = () => server.client.call('DELETE', '/sandbox/faults')
const composeFilePath = '/api/v1/cvms/{id}/compose_file'
const withMine = ({ composeYaml }: EditValues) => ({ composeYaml: `${composeYaml}# mine\n` })
const theirsOf = ({ composeYaml }: EditValues) => composeYaml!.replace('services:', '# theirs\nservices:')

test('edits that came back, and whose text was changed elsewhere and merged, are not told to be untouched', async () => {
  const { cvm, baseline } = await withDraft(withMine)
  await changeElsewhere(cvm.id, { docker_compose_file: theirsOf(baseline) })
  open(cvm)
  await screen.findByText('Compose file: changed elsewhere, and merged with your edits.')
  expect(screen.getByText(/^Since then somebody else changed the same fields on the server/)).toBeTruthy()
  expect(screen.queryByText(/is still the same on the server/)).toBeNull()
})

test('edits of what nobody else touched are told to be so, also when other fields moved', async () => {
  const { cvm } = await withDraft(withMine)
  await changeElsewhere(cvm.id, { vcpu: 12 })
  open(cvm)
  await screen.findByText('What they change is still the same on the server.')
})

test('a text whose stored one cannot be read is kept, cannot be reviewed, and is merged once that is read', async () => {
  const { cvm, baseline } = await withDraft(withMine)
  await changeElsewhere(cvm.id, { docker_compose_file: theirsOf(baseline) })
  await faults({ status: 503, body: { detail: 'Not now' } }, composeFilePath)
  open(cvm)
  await screen.findByText('Compose file: the stored text could not be read.')
  expect(screen.getByText('Whether somebody else changed the same on the server since could not be read.')).toBeTruthy()
  // At the field, and as what describes it.
  expect(screen.getAllByText(/^The stored text could not be read, so nobody can tell/).length).toBeGreaterThan(0)
  expect(screen.getAllByText('1 field needs attention.').length).toBeGreaterThan(0)

  await noFaults()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('Compose file: changed elsewhere, and merged with your edits.')
  expect(screen.queryByText('Compose file: the stored text could not be read.')).toBeNull()
  expect(screen.getByText(/^Since then somebody else changed the same fields on the server/)).toBeTruthy()
})

test('a stored text that is read late and was not changed is no change by somebody else', async () => {
  const { cvm } = await withDraft(withMine)
  await faults({ status: 503, body: { detail: 'Not now' } }, composeFilePath)
  open(cvm)
  await screen.findByText('Compose file: the stored text could not be read.')
  await noFaults()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('What they change is still the same on the server.')
  expect(screen.queryByText(/changed elsewhere/)).toBeNull()
})

test('files that could not be read are there after another try, beside what was typed meanwhile', async () => {
  const { cvm } = await readAll(server.client.info.cvms['centralKms']!)
  await faults({ status: 503, body: { detail: 'Not now' } }, composeFilePath)
  open(cvm)
  const cpus = await screen.findByRole('textbox', { name: 'vCPU' })
  await userEvent.clear(cpus)
  await userEvent.type(cpus, '6')
  await screen.findByText('The stored files could not be read.')
  expect(screen.queryByRole('textbox', { name: 'Compose file' })).toBeNull()
  await noFaults()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('textbox', { name: 'Compose file' })
  expect(screen.getByRole('textbox', { name: /vCPU$/ })).toHaveProperty('value', '6')
  expect(screen.getByRole('button', { name: 'Discard edits' })).toBeTruthy()
  expect(screen.queryByText('The stored files could not be read.')).toBeNull()
  expect(screen.queryByText(/changed elsewhere/)).toBeNull()
})

test('whether names moved that an edit of the environment goes by is not known while they cannot be read', async () => {
  const { cvm, baseline } = await readAll(server.client.info.cvms['centralKms']!)
  const [known] = baseline.envNames!
  const environment = { added: [], replaced: [known!], removed: [] }
  const draft = draftOf(cvm.name, baseline, baseline, new Date(), environment)!
  draftRecords(browserStore, testScope(server.client.sandbox.worldId())).write(cvm.id, draft)
  await faults({ status: 503, body: { detail: 'Not now' } }, composeFilePath)
  open(cvm)
  await screen.findByText('Whether somebody else changed the same on the server since could not be read.')
  expect(screen.queryByText('What they change is still the same on the server.')).toBeNull()
})
