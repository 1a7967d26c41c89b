// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { act, cleanup, configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { configQuery } from '@/api/session-queries.ts'
import type { Hex } from '@/domain/identifiers.ts'
import { someHash } from '@/domain/testing/hashes.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { keepSecretOutOfAddress, secretFragment } from '@/lib/secret-fragment.ts'
import { writeChangeFile } from '@/updates/handover/change-file.ts'
import { finisherLink } from '@/updates/handover/handover-link.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { sandboxWithClient, type SandboxClient } from '../../../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../../../sandbox/testing/fetch-to-sandbox.ts'
import { FinishPage } from './FinishPage.tsx'
import { heldToken } from './held-token.ts'

// The page on the real sandbox and chain, in this process. Walks in a browser are in e2e/finish.spec.ts.

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let client: SandboxClient
/** Then the gateway adds the session's key, unless a request is made without the session. */
let isSignedIn: boolean

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 12, seed: 1 })
  // jsdom has none.
  vi.stubGlobal('scrollTo', () => {})
  const toSandbox = fetchToSandbox({
    sandbox: () => client.sandbox,
    key: () => (isSignedIn ? client.info.keys.owner : null),
    origin: location.origin,
  })
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) =>
    input === '/session' ? Response.json({ signedIn: isSignedIn }) : toSandbox(input, init),
  )
  keepSecretOutOfAddress()
})
afterAll(async () => {
  await client.stop()
  vi.unstubAllGlobals()
})

beforeEach(async () => {
  isSignedIn = false
  await client.call('POST', '/sandbox/reset', { body: { applySeconds: 0.2, fleetSize: 12 } })
  client.info = await client.readInfo()
})
afterEach(() => {
  cleanup()
  secretFragment.set(null)
})

interface Prepared {
  cvmId: string
  ticket: Ticket
  token: string
}

async function prepare(which: string): Promise<Prepared> {
  const cvmId = client.info.cvms[which]!
  const answer = await client.api('PATCH', `/cvms/${cvmId}`, {
    body: { docker_compose_file: 'services:\n  web:\n    image: nginx:1.29\n' },
    headers: { 'x-prepare-only': 'true' },
  })
  const details = Object.fromEntries((answer.body.details as { field: string; value: string }[]).map(({ field, value }) => [field, value]))
  const appId = details['app_id']!
  const composeHash = someHash(details['compose_hash']!)
  const ticket: Ticket = {
    composeHash,
    appId,
    appContract: `0x${appId}`,
    chainId: 31337,
    kmsContract: null,
    deviceId: someHash(details['device_id']!),
    issuedAt: new Date().toISOString(),
  }
  return { cvmId, ticket, token: details['commit_token']! }
}

const allow = ({ appContract, composeHash }: Ticket) =>
  client.call('POST', '/sandbox/chain', {
    body: { execute: { as: client.info.accounts.owner.address, to: appContract, data: `0xdfc77223${composeHash}` } },
  })

const fault = (then: unknown, times = 1) =>
  client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: [{ method: 'POST', path: '/api/v1/cvms/{id}/commit-update', times, then }],
  })

function open({ cvmId, ticket, token }: Prepared) {
  history.replaceState(null, '', new URL(finisherLink({ cvmId, ticket, cvmName: 'api-prod-1' }, token, location.origin)))
  window.dispatchEvent(new PopStateEvent('popstate'))
  show()
}

/** A link whose hash the contract allows, as its holder sees it before confirming. */
async function openAllowed(which: string, answer?: unknown): Promise<Prepared> {
  const prepared = await prepare(which)
  await allow(prepared.ticket)
  if (answer !== undefined) await fault(answer)
  open(prepared)
  await shows('Allowed. The update can be confirmed.')
  return prepared
}

function show() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queryClient.setQueryData(configQuery.queryKey, {
    mode: 'sandbox',
    upstream: 'sandbox',
    worldId: client.info.worldId,
    chains: client.sandbox.chains(),
  })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <FinishPage isSandbox /> }),
    history: createMemoryHistory({ initialEntries: ['/finish'] }),
  })
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
}

const confirm = () => screen.findByRole('button', { name: /^Confirm/ })
const shows = (text: string | RegExp) => screen.findByText(text)

test('a device that the contract refuses is said before the commit, which then takes a word more', async () => {
  const prepared = await prepare('deviceNotAllowed')
  await allow(prepared.ticket)
  open(prepared)
  await shows('The hash is allowed, the CVM’s device is not yet.')
  const user = userEvent.setup()
  await user.click(await confirm())
  expect(screen.queryByText('Confirming.')).toBeNull()
  await user.click(screen.getByRole('checkbox', { name: 'Confirm although the contract does not allow the device' }))
  await user.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
  expect(secretFragment.snapshot()).toBeNull()
})

test('a file that another hash stands for holds the confirmation back until it is closed', async () => {
  await openAllowed('onchainEoa')
  const user = userEvent.setup()
  const others = new File([writeChangeFile({ before: '{}', after: '{"docker_compose_file":"harmless"}' })], 'change.json')
  await user.upload(screen.getByLabelText('Saved change'), others)
  await shows('This file is not what the hash stands for.')
  await shows('The hash is allowed, and your file stands for another.')
  expect(screen.queryByText('Allowed. The update can be confirmed.')).toBeNull()
  const held = screen.getByRole('button', { name: 'Confirm' })
  expect(held.getAttribute('aria-disabled')).toBe('true')
  expect(document.getElementById(held.getAttribute('aria-describedby')!)?.textContent).toBe(
    'The file that you opened is not what the hash stands for.',
  )
  await user.click(held)
  expect(screen.queryByText('Confirming.')).toBeNull()

  await user.click(screen.getByRole('button', { name: 'Close the file' }))
  expect(document.activeElement?.textContent).toMatch(/^Were you given the change as a file\?/)
  await user.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
})

test('a server that does not see the approval yet is asked again by itself', async () => {
  await openAllowed('onchainEoa', { status: 468, body: { error_code: 'ERR-01-008', message: 'not yet' } })
  await userEvent.click(await confirm())
  await shows(/which is normal right after a block/)
  await shows('Confirmed. Phala Cloud accepted the update.')
})

const confirmationsSent = async ({ cvmId }: Prepared) => {
  const { body } = await client.call('GET', `/sandbox/cvms/${cvmId}`)
  return (body as { requests: { path: string }[] }).requests.filter(({ path }) => path.endsWith('/commit-update')).length
}
const tooMany = (seconds: number) => ({ status: 429, body: { detail: 'slow down' }, headers: { 'Retry-After': String(seconds) } })

test('a server that asks to wait an hour is asked nothing more by itself, and the page says until when', async () => {
  const prepared = await openAllowed('onchainEoa', tooMany(3600))
  const pressedAt = Date.now()
  await userEvent.click(await confirm())
  const told = await shows(/^Wait until .+, then confirm again\.$/)
  const until = [0, 1, 2, 3].map((seconds) => formatExactTime(new Date(pressedAt + 3_600_000 + seconds * 1000)))
  expect(until.some((time) => told.textContent?.includes(time))).toBe(true)
  expect(await confirmationsSent(prepared)).toBe(1)
  await userEvent.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
})

test('a wait that the server asked for is said with its end, and ends at once when somebody stops it', async () => {
  const prepared = await openAllowed('onchainEoa', tooMany(60))
  await userEvent.click(await confirm())
  await shows('Phala Cloud asks to wait.')
  await shows(/^It is tried again by itself at /)
  await userEvent.click(screen.getByRole('button', { name: 'Stop waiting' }))
  await shows('Allowed. The update can be confirmed.')
  expect(await confirmationsSent(prepared)).toBe(1)
  expect(secretFragment.snapshot()?.secret).toBe(prepared.token)
})

test('another link that is opened over a wait ends it, and keeps its own secret', async () => {
  const prepared = await openAllowed('onchainEoa', tooMany(1))
  await userEvent.click(await confirm())
  await shows('Phala Cloud asks to wait.')
  cleanup()
  const other = await prepare('deviceNotAllowed')
  open(other)
  await new Promise((resolve) => setTimeout(resolve, 1_500)) // as long as the first one waits, and more
  expect(await confirmationsSent(prepared)).toBe(1)
  expect(secretFragment.snapshot()?.secret).toBe(other.token)
})

test('a refusal that says nothing about the token keeps it', async () => {
  await openAllowed('onchainEoa', { status: 403, body: { detail: 'this workspace is suspended' } })
  await userEvent.click(await confirm())
  await shows('Nothing was started, and the link is still good.')
  await userEvent.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
})

test('whoever is signed in learns that an unanswered commit did arrive', async () => {
  isSignedIn = true
  await openAllowed('onchainEoa', 'drop-after')
  await userEvent.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
})

test('a link to where no app contract lives cannot be committed, and says why', async () => {
  const { ticket, ...rest } = await prepare('onchainEoa')
  const nowhere: Hex = `0x${'12'.repeat(20)}`
  open({ ...rest, ticket: { ...ticket, appId: '12'.repeat(20), appContract: nowhere } })
  await shows(new RegExp(`no app contract at ${nowhere}`))
  expect((await confirm()).getAttribute('aria-disabled')).toBe('true')
})

/** `/finish` as somebody opens it who has no link. */
function openWithoutLink() {
  history.replaceState(null, '', '/finish')
  show()
}

const tokenField = () => screen.findByLabelText<HTMLInputElement>('Commit token')
/** Everything of this page that outlives a moment, where a secret must not be. */
const everywhere = () =>
  [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input, textarea, select')].map((element) => (element as HTMLInputElement).value),
    location.href,
    JSON.stringify(history.state),
    ...[localStorage, sessionStorage].flatMap((area) => Object.entries(area).flat()),
  ].join('\n')

test('a token of the SDK or the CLI is pasted with all that they print, confirms once, and is nowhere afterwards', async () => {
  const { cvmId, ticket, token } = await prepare('onchainEoa')
  await allow(ticket)
  const asked = vi.spyOn(globalThis, 'fetch')
  openWithoutLink()
  const user = userEvent.setup()
  await user.click(await tokenField())
  await user.paste(
    JSON.stringify({
      requiresOnChainHash: true,
      cvmId,
      composeHash: ticket.composeHash,
      appId: ticket.appId,
      deviceId: ticket.deviceId,
      kmsInfo: { chain_id: 31337 },
      commitToken: token,
    }),
  )
  await shows('Filled in from what you pasted. Compare it, and complete what was not in it.')
  expect((await tokenField()).value).toBe(token)
  expect(document.documentElement.outerHTML, 'not even while it stands in its field').not.toContain(token)
  await user.click(screen.getByRole('button', { name: 'Look it up' }))
  await shows('Allowed. The update can be confirmed.')
  expect(everywhere()).not.toContain(token)
  expect(secretFragment.snapshot()?.secret).toBe(token)
  await user.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
  expect(everywhere()).not.toContain(token)
  expect(secretFragment.snapshot()).toBeNull()
  const holding = asked.mock.calls.map((call) => JSON.stringify(call)).filter((call) => call.includes(token))
  expect(holding).toHaveLength(1)
  expect(JSON.parse(holding[0]!), 'in the body and not in the address').toMatchObject([
    `/api/v1/cvms/${cvmId}/commit-update`,
    { method: 'POST', body: expect.stringContaining(token) },
  ])
})

test('fields that are wrong say so where they are, and keep what was typed', async () => {
  const { cvmId, ticket, token } = await prepare('onchainEoa')
  openWithoutLink()
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('CVM id'), cvmId)
  await user.type(screen.getByLabelText('App id'), ticket.appId.slice(1))
  await user.type(screen.getByLabelText('Compose hash'), ticket.composeHash)
  await user.type(await tokenField(), token)
  await user.click(screen.getByRole('button', { name: 'Look it up' }))
  const wrong = await screen.findByLabelText('App id')
  expect(wrong.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(wrong)
  expect((await tokenField()).value).toBe(token)
  expect(secretFragment.snapshot()).toBeNull()
  await user.clear(wrong)
  await user.type(wrong, `0x${ticket.appId}`)
  await user.click(screen.getByRole('button', { name: 'Look it up' }))
  await shows('Waiting for the contract’s owner.')
  expect(document.body.textContent).toMatch(/You can also close it and come back (?:with the link|and paste everything again)\./)
  await user.click(screen.getByRole('button', { name: 'Back to the fields' }))
  expect((await tokenField()).value).toBe('')
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }))
})

test('a pasted token that is used up is said to be one, and no link is spoken of', async () => {
  const { cvmId, ticket, token } = await prepare('onchainEoa')
  await allow(ticket)
  await fault({ status: 466, body: { error_code: 'ERR-01-006', message: 'gone' } })
  openWithoutLink()
  const user = userEvent.setup()
  await user.click(await tokenField())
  await user.paste(JSON.stringify({ cvm_id: cvmId, compose_hash: ticket.composeHash, app_id: ticket.appId, commit_token: token }))
  await user.click(screen.getByRole('button', { name: 'Look it up' }))
  await shows('Allowed. The update can be confirmed.')
  await user.click(await confirm())
  await shows('This token does not work any more.')
  expect(screen.queryByText(/\blink\b/)).toBeNull()
  expect(everywhere()).not.toContain(token)

  // What was typed may be what is wrong with it, and is not to be typed again.
  await shows(/^The token and what was typed with it may not belong together: compare every field with what was printed\./)
  await user.click(screen.getByRole('button', { name: 'Back to the fields' }))
  expect((await tokenField()).value).toBe('')
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }))
  for (const [label, value] of [
    ['CVM id', cvmId],
    ['Chain', '31337'],
    ['App id', ticket.appId],
    ['Compose hash', ticket.composeHash],
  ] as const)
    expect(screen.getByLabelText<HTMLInputElement>(label).value, label).toBe(value)
  await user.type(await tokenField(), token)
  await user.click(screen.getByRole('button', { name: 'Look it up' }))
  await shows('Allowed. The update can be confirmed.')
  await user.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
})

async function paste({ cvmId, ticket, token }: Prepared) {
  await userEvent.click(await tokenField())
  await userEvent.paste(JSON.stringify({ cvmId, composeHash: ticket.composeHash, appId: ticket.appId, chainId: 31337, commitToken: token }))
  await userEvent.click(screen.getByRole('button', { name: 'Look it up' }))
}

test('the token of a link does not go with what was pasted before it', async () => {
  const pasted = await prepare('onchainEoa')
  const linked = await prepare('deviceNotAllowed')
  await allow(pasted.ticket)
  await allow(linked.ticket)
  openWithoutLink()
  await paste(pasted)
  await shows('Allowed. The update can be confirmed.')
  const link = new URL(finisherLink({ cvmId: linked.cvmId, ticket: linked.ticket, cvmName: 'linked' }, linked.token, location.origin))
  // In the same tab, over what stands there.
  location.hash = link.hash
  await shows('The hash is allowed, the CVM’s device is not yet.')
  expect(secretFragment.snapshot()?.secret).toBe(linked.token)
  history.back()
  // The fields are there again with what was typed, all but the token: nothing can be sent with the other one.
  expect((await tokenField()).value).toBe('')
  expect(screen.getByLabelText<HTMLInputElement>('CVM id').value).toBe(pasted.cvmId)
  expect(screen.queryByRole('button', { name: /^Confirm/ })).toBeNull()
  history.forward()
  await shows('The hash is allowed, the CVM’s device is not yet.')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Confirm although the contract does not allow the device' }))
  await userEvent.click(await confirm())
  await shows('Confirmed. Phala Cloud accepted the update.')
  expect(await Promise.all([pasted, linked].map(confirmationsSent))).toEqual([0, 1])
})

test('a pasted token that something else took the place of is asked for in its own words', async () => {
  const pasted = await prepare('onchainEoa')
  await allow(pasted.ticket)
  openWithoutLink()
  await paste(pasted)
  await shows('Allowed. The update can be confirmed.')
  act(() => heldToken.keep('canary-other', '#v=1'))
  await shows('To confirm, go back to the fields and paste the token again.')
  expect((await confirm()).getAttribute('aria-disabled')).toBe('true')
  expect(screen.queryByText(/finisher link/)).toBeNull()
  expect(await confirmationsSent(pasted)).toBe(0)
  expect(secretFragment.snapshot()?.secret).toBe('canary-other')
})
