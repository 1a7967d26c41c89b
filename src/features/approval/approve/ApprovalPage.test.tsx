// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { configure, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { encodeFunctionData, getAddress, parseAbi } from 'viem'
import { expect, test, vi } from 'vitest'
import { configQuery } from '@/api/session-queries.ts'
import { hashText } from '@/domain/compose-hash.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { someHash } from '@/domain/testing/hashes.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { approvalLink } from '@/updates/handover/handover-link.ts'
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
  history.replaceState(null, '', new URL(approvalLink({ ticket, cvmName: 'api-prod-1', packedChange }, origin)))
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
  return ticket
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

test('a forged change is said to be one, shows nothing of itself, and gives no reason to sign', async () => {
  await open({ asksFor: manifest('evil:1'), brings: after })
  const card = within(await change())
  await card.findByText('The change in this link is not what the hash stands for.')
  expect(card.getByText(/^Its new version has a different hash, .* Sign nothing because of it\.$/)).toBeTruthy()
  expect(screen.queryByText(/has exactly this hash/)).toBeNull()
  expect(screen.queryByText('What the requester says changes')).toBeNull()
  expect(document.body.textContent).not.toContain('nginx')
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
