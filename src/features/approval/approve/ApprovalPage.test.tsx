// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { act, configure, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { encodeFunctionData, getAddress, parseAbi } from 'viem'
import { expect, test, vi } from 'vitest'
import { configQuery } from '@/api/session-queries.ts'
import { hashText } from '@/domain/compose-hash.ts'
import { type Hex, parseHash32 } from '@/domain/identifiers.ts'
import { someHash } from '@/domain/testing/hashes.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { type ApprovalRequest, approvalLink } from '@/updates/handover/handover-link.ts'
import { readChangeFile, writeChangeFile } from '@/updates/handover/change-file.ts'
import { packChange } from '@/updates/handover/packed-change.ts'
import { pageOnSandbox } from '../../../../sandbox/testing/page-on-sandbox.ts'
import { ApprovalPage } from './ApprovalPage.tsx'
import { SignApproval } from './SignApproval.tsx'

// The page and its desk on the real sandbox and chain, in this process. Walks with a wallet are in e2e/approval.spec.ts.

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const origin = 'http://sandbox.test'
const server = pageOnSandbox({ origin })

const manifest = (image: string) => JSON.stringify({ docker_compose_file: `services:\n  web:\n    image: ${image}\n`, public_logs: true })
const before = manifest('nginx:1.28')
const after = manifest('nginx:1.29')

/** The page as whoever holds a link sees it that asks for the hash of one manifest and brings another, or the same. */
async function open({ asksFor, brings }: { asksFor: string; brings: string }): Promise<Ticket> {
  const { body } = await server.client.api('GET', `/cvms/${server.client.info.cvms['onchainEoa']!}`)
  const id = body.app_id as string
  const ticket: Ticket = {
    composeHash: await hashText(asksFor),
    appId: id,
    appContract: `0x${id}`,
    chainId: 31337,
    kmsContract: null,
    deviceId: someHash('1'),
    issuedAt: new Date().toISOString(),
  }
  const packedChange = (await packChange({ before, after: brings }))!
  show({ ticket, cvmName: 'api-prod-1', packedChange })
  return ticket
}

/** The page of a link. */
function show(request: ApprovalRequest) {
  history.replaceState(null, '', new URL(approvalLink(request, origin)))
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, {
    mode: 'sandbox',
    upstream: 'sandbox',
    worldId: server.client.info.worldId,
    chains: server.client.sandbox.chains(),
  })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <ApprovalPage isSandbox desk={SignApproval} /> }),
    history: createMemoryHistory({ initialEntries: ['/approve'] }),
  })
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
}

const change = () => screen.findByRole('region', { name: 'What the hash stands for' })

test('a change that the link brought is shown as the difference, once its new version has the hash', async () => {
  await open({ asksFor: after, brings: after })
  const card = within(await change())
  await card.findByText('The new version in this link has exactly this hash.')
  await card.findByText('1 line added')
  const lines = card.getAllByRole('row').map(({ textContent }) => textContent ?? '')
  expect(lines.find((line) => line.includes('removed: '))).toContain('image: nginx:1.28')
  expect(lines.find((line) => line.includes('added: '))).toContain('image: nginx:1.29')
  expect(card.queryByText('public_logs'), 'which is the same in both').toBeNull()
})

test('a forged change is said to be one before anything else, shows nothing of itself, and nothing can be signed or passed on', async () => {
  await open({ asksFor: manifest('evil:1'), brings: after })
  const card = within(await change())
  await card.findByText('The change in this link is not what the hash stands for.')
  expect(card.getByText(/^Its new version has a different hash, .* Sign nothing because of it\.$/)).toBeTruthy()
  expect(screen.queryByText(/has exactly this hash/)).toBeNull()
  expect(screen.queryByText('What the requester says changes')).toBeNull()
  expect(document.body.textContent).not.toContain('nginx')
  await screen.findByRole('heading', { level: 1, name: 'Do not approve this' })
  await screen.findByText('The change that you were given is not what this hash stands for.')
  await screen.findByText('It must not be made.')
  expect(screen.queryByRole('button', { name: /^Sign/ })).toBeNull()
  expect(screen.queryByRole('heading', { name: 'Approve it elsewhere' })).toBeNull()
})

test('a file that is another update’s holds the signature back until it is closed', async () => {
  await open({ asksFor: after, brings: after })
  await screen.findByRole('button', { name: 'Sign' })
  const other = new File([writeChangeFile({ before, after: manifest('nginx:1.30') })], 'change.json', { type: 'application/json' })
  await userEvent.upload(screen.getByLabelText('Saved change'), other)
  await screen.findByText('This file is not what the hash stands for.')
  await screen.findByText('The change that you were given is not what this hash stands for.')
  expect(screen.queryByRole('button', { name: /^Sign/ })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Close the file' }))
  await screen.findByRole('button', { name: 'Sign' })
  expect(screen.getByText('The new version in this link has exactly this hash.')).toBeTruthy()
})

test('of a contradicted hash that is allowed already nobody says that nothing is left to do', async () => {
  const { appContract, composeHash } = await open({ asksFor: manifest('evil:2'), brings: after })
  await screen.findByRole('heading', { level: 1, name: 'Do not approve this' })
  const data = encodeFunctionData({ abi: parseAbi(['function addComposeHash(bytes32)']), args: [`0x${composeHash}`] })
  const as = server.client.info.accounts.owner.address
  await server.client.call('POST', '/sandbox/chain', { body: { execute: { as, to: appContract, data } } })
  await screen.findByText('The contract allows this hash already.')
  expect(screen.queryByText('Allowed. Nothing more to do here.')).toBeNull()
})

test('the file that was chosen last is the one that is shown, however long another takes to read', async () => {
  const { composeHash } = await open({ asksFor: after, brings: after })
  await screen.findByRole('button', { name: 'Sign' })
  const fileOf = (text: string) => new File([text], 'change.json', { type: 'application/json' })
  const slow = fileOf('{}')
  let answer: (text: string) => void = () => {}
  slow.text = () =>
    new Promise((resolve) => {
      answer = resolve
    })
  const input = screen.getByLabelText('Saved change')
  await userEvent.upload(input, slow)
  await userEvent.upload(input, fileOf(writeChangeFile({ before, after })))
  await screen.findByText('The new version in this file has exactly this hash.')
  const late = writeChangeFile({ before, after: manifest('nginx:1.30') })
  answer(late)
  // What the page does with it takes as long as doing it here; twice is surely after it.
  await act(async () => {
    await readChangeFile(late, composeHash)
    await readChangeFile(late, composeHash)
  })
  expect(screen.getByText('The new version in this file has exactly this hash.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Sign' })).toBeTruthy()
})

test('the call is folded in full below what is to be compared: target, method and data of the one that is asked for', async () => {
  const { appContract, composeHash } = await open({ asksFor: after, brings: after })
  const summary = await screen.findByText('Call data and dry run of addComposeHash')
  const fold = summary.closest('details')!
  expect(fold.open).toBe(false)
  await userEvent.click(summary)
  expect(fold.open).toBe(true)
  const value = (term: string) => within(fold).getByText(term).nextElementSibling!.textContent
  expect(value('To')).toBe(`${getAddress(appContract)} the app contract`)
  const data: Hex = encodeFunctionData({ abi: parseAbi(['function addComposeHash(bytes32)']), args: [`0x${composeHash}`] })
  expect(within(fold).getByText(data)).toBeTruthy()
  expect(await within(fold).findByText(/^Goes through, tried out in the owner’s name without sending anything\./)).toBeTruthy()
})

/** As the link is made on the page of a CVM that its contract would not let start. */
async function openForStart(name: string, { chainId = 31337 } = {}): Promise<ApprovalRequest> {
  const { info, api } = server.client
  const { body } = await api('GET', `/cvms/${info.cvms[name]!}`)
  const id = body.app_id as string
  const ticket: Ticket = {
    composeHash: parseHash32(body.compose_hash as string) as Ticket['composeHash'],
    appId: id,
    appContract: `0x${id}`,
    chainId,
    kmsContract: null,
    deviceId: parseHash32(body.node_info.device_id as string),
    issuedAt: new Date().toISOString(),
  }
  const request: ApprovalRequest = { ticket, cvmName: name, isForStart: true }
  show(request)
  return request
}

test('for a start whose device alone is refused: that is the one call, and no prepared update is spoken of', async () => {
  const { ticket } = await openForStart('deviceNotAllowed')
  await screen.findByRole('heading', { level: 1, name: /^Allow the next start of/ })
  await screen.findByText('The hash is allowed, the device is not yet.')
  await screen.findByRole('heading', { name: 'Allow this CVM’s device' })
  await screen.findByText('Call data and dry run of addDevice')
  expect(screen.queryByText('Call data and dry run of addComposeHash')).toBeNull()
  expect(screen.queryByRole('checkbox', { name: 'Sign for the hash without it' })).toBeNull()
  expect(/.{0,40}(?:prepared|Kept until|new configuration|\bupdate).{0,40}/i.exec(document.body.textContent ?? '')?.[0] ?? null).toBeNull()
  const elsewhere = within(screen.getByRole('region', { name: 'Approve it elsewhere' }))
  await userEvent.click(elsewhere.getByText('Call data and Safe batch'))
  expect(elsewhere.getByText(/^Contract, value and data of the call/)).toBeTruthy()
  expect(elsewhere.getByText('Data of addDevice(bytes32)')).toBeTruthy()
  expect(elsewhere.queryByText('Data of addComposeHash(bytes32)')).toBeNull()
  expect(document.body.textContent).toContain(ticket.deviceId)
})

test('for a start that the contract allows by now: nothing more to do, and whoever has a key starts it', async () => {
  await openForStart('onchainEoa')
  await screen.findByText('Allowed. Nothing more to do here.')
  expect(
    screen.getByText('The app contract allows what this link asks for. Whoever has a key can start the CVM; you can close this page.'),
  ).toBeTruthy()
})

test('for a start on a chain that this console has no connection to: both calls, and no prepared update is spoken of', async () => {
  const { ticket } = await openForStart('deviceNotAllowed', { chainId: 8453 })
  await screen.findByText('Data of addDevice(bytes32)')
  expect(screen.getByText('Data of addComposeHash(bytes32)')).toBeTruthy()
  expect(document.body.textContent).toContain(ticket.deviceId)
  expect(document.body.textContent).not.toMatch(/prepared/i)
})
