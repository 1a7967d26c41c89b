// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readApprovalLink } from '@/updates/handover/handover-link.ts'
import { appBeforeSandbox } from '../../sandbox/testing/app-before-sandbox.ts'
import { settledApp, showApp } from './testing/show-app.tsx'

vi.setConfig({ testTimeout: 120_000 })

/** What was asked for, without the ids in it. */
let asked: string[] = []
/** Which requests are answered: the `nth` of a path. */
let isAnswered: (path: string, nth: number) => boolean = () => true
let asks: Record<string, number> = {}

const page = appBeforeSandbox({
  async through({ method, url, send }) {
    const path = `${method} ${url.pathname.replace('/api/v1', '').replaceAll(/cvm_\w+|(?<=\/)(?:[0-9a-f-]{32,}|31337)/g, '*')}`
    // What the sandbox asks its own chain is not the page's.
    if (url.origin === location.origin) asked.push(`${path}${url.search}`)
    asks[path] = (asks[path] ?? 0) + 1
    return isAnswered(path, asks[path]) ? send() : new Promise(() => {})
  },
})

beforeEach(() => {
  asked = []
  asks = {}
  isAnswered = () => true
})
afterEach(() => vi.useRealTimers())

const cvm = (name: string) => `/cvms/${page.client.info.cvms[name]}`
const region = (name: string) => screen.findByRole('region', { name }, { timeout: 30_000 })
const reset = (world: Record<string, unknown> = {}) => page.client.call('POST', '/sandbox/reset', { body: { fleetSize: 8, ...world } })

test('the first screen is there after two answers about the CVM, whatever else is still on its way', async () => {
  const needed = new Set(['GET /cvms/*', 'GET /cvms/*/operations'])
  // Who is signed in belongs to the frame around every page.
  isAnswered = (path, nth) => path === 'GET /auth/me' || (needed.has(path) && nth === 1)
  await showApp(cvm('centralKms'))
  expect((await region('Resources')).textContent).toContain('8 GB')
  await waitFor(() => expect(screen.getByRole('region', { name: 'Recent operations' }).querySelectorAll('li')).toHaveLength(3), {
    timeout: 30_000,
  })
  expect(screen.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeTruthy()
  expect(screen.getByRole('main').textContent).toMatch(/Running\s*for/)
  expect((await region('Endpoints')).querySelectorAll('a')).toHaveLength(2)
  expect((await region('Trust')).textContent).toContain('Phala’s key server')
  expect((await region('OS and node')).textContent).toContain('dstack-')
})

test('going from tab to tab and back asks for nothing that is fresh', async () => {
  // Nothing grows old; only what is looked for every half minute may come again, if this takes so long.
  vi.useFakeTimers({ toFake: ['Date'] })
  const user = userEvent.setup()
  await showApp(cvm('onchainEoa'))
  // Fetched while the page is idle, which on a busy machine comes late.
  await waitFor(() => expect(asked).toContain('GET /cvms/*/compose_file'), { timeout: 30_000 })
  await settledApp()
  const before = new Set(asked)
  expect([...before].filter((route) => /composition|logs|attestation|revisions|ports/.test(route))).toEqual([])
  asked = []
  const startedAt = performance.now()
  for (const name of ['Configuration', 'Network', 'Trust', 'Operations', 'Overview', 'Network', 'Configuration']) {
    // oxlint-disable-next-line no-await-in-loop -- as a person does it
    await user.click(within(screen.getByRole('navigation', { name: 'Parts of this CVM' })).getByRole('link', { name }))
    // oxlint-disable-next-line no-await-in-loop -- the same
    await settledApp()
  }
  expect(asked).toContain('GET /cvms/*/ports')
  const looksByTime = Math.floor((performance.now() - startedAt) / 30_000)
  const times = (route: string) => asked.filter((one) => one === route).length
  // Of a chain several things are asked over one address.
  const ofCloud = [...new Set(asked)].filter((route) => !route.startsWith('POST /rpc'))
  const again = ofCloud.filter((route) => times(route) > looksByTime + (before.has(route) ? 0 : 1))
  expect(again.map((route) => `${times(route)} × ${route}`)).toEqual([])
})

test('what would stop the next start stands at the top, and in the dialog that asks for it', async () => {
  await reset()
  const user = userEvent.setup()
  await showApp(cvm('deviceNotAllowed'))
  const banner = (await screen.findByText('The next start of this CVM would be refused.', {}, { timeout: 30_000 })).closest('section, div')!
  const link = await screen.findByRole('link', { name: /^Allow the next start/ }, { timeout: 30_000 })
  expect(banner.parentElement!.contains(link)).toBe(true)
  const { hash, pathname } = new URL(link.getAttribute('href')!)
  expect(pathname).toBe('/approve')
  const device = (await page.client.api('GET', cvm('deviceNotAllowed'))).body.node_info.device_id as string
  expect(readApprovalLink(hash)).toMatchObject({ request: { isForStart: true, ticket: { deviceId: device.replace(/^0x/, '') } } })
  await user.click(screen.getByRole('button', { name: 'Restart' }))
  const dialog = await screen.findByRole('dialog', {}, { timeout: 30_000 })
  expect(within(dialog).getByText('The CVM would not start again.')).toBeTruthy()
  expect(dialog.textContent).toContain('The app contract does not allow the device')
})

test('nothing is said of a CVM that may start again', async () => {
  await showApp(cvm('onchainEoa'))
  expect((await within(await region('Trust')).findAllByText('allowed on-chain', {}, { timeout: 30_000 })).length).toBe(2)
  expect(screen.queryByText(/would be refused/)).toBeNull()
  const first = screen.getAllByRole('region').find((one) => one.getAttribute('aria-labelledby') !== null)
  expect(first?.querySelector('h2')?.textContent, 'who decides comes first').toBe('Trust')
  expect(first?.textContent).toMatch(/Owner.*a wallet account.*App contract.*the app id, as an address/)
})

test('ports are added and closed as one list, and a list that somebody else changed is shown first', async () => {
  await reset()
  const user = userEvent.setup()
  await showApp(`${cvm('centralKms')}?tab=network`)
  const card = await region('Exposed ports')
  await within(card).findByText('22/tcp', {}, { timeout: 30_000 })
  await user.click(within(card).getByRole('button', { name: 'Edit ports' }))
  await user.click(within(card).getByRole('button', { name: 'Remove port 2' }))
  await user.click(within(card).getByRole('button', { name: 'Add a port' }))
  const added = within(card).getByRole('textbox', { name: 'Port 2 of the CVM' })
  await user.type(added, '22')
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect(await within(card).findByText('This port is in the list already.')).toBeTruthy()
  await user.clear(added)
  await user.type(added, '8443')
  const { api, info } = page.client
  const path = `/cvms/${info.cvms['centralKms']}/ports`
  expect((await api('PUT', path, { body: { ports: [{ vm_port: 9000, protocol: 'tcp' }] } })).status).toBe(200)
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect((await within(card).findByRole('alert', {}, { timeout: 30_000 })).textContent).toContain('They are now 9000/tcp.')
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect(await within(card).findByText('8443/tcp', {}, { timeout: 30_000 })).toBeTruthy()
  expect(((await api('GET', path)).body as { vm_port: number }[]).map(({ vm_port }) => vm_port)).toEqual([22, 8443])
})

/** The form for the ports, with one more port typed into it. */
async function portsForm(user: ReturnType<typeof userEvent.setup>) {
  await reset()
  await showApp(`${cvm('centralKms')}?tab=network`)
  const card = await region('Exposed ports')
  await within(card).findByText('22/tcp', {}, { timeout: 30_000 })
  await user.click(within(card).getByRole('button', { name: 'Edit ports' }))
  await user.click(within(card).getByRole('button', { name: 'Add a port' }))
  const last = within(card).getAllByRole('textbox').at(-1)!
  await user.type(last, '8443')
  return { card, last: last as HTMLInputElement }
}
const onPorts = (...answers: object[]) =>
  page.client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: answers.map((then) => ({ method: 'GET', path: '/api/v1/cvms/{id}/ports', then })),
  })

test('ports that are cancelled while the present ones are looked up are not sent', async () => {
  const user = userEvent.setup()
  const { card } = await portsForm(user)
  await onPorts({ delayMs: 500 })
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  await user.click(within(card).getByRole('button', { name: 'Cancel' }))
  await settledApp()
  expect(asks['GET /cvms/*/ports']).toBeGreaterThan(1)
  expect(asked.filter((route) => route.startsWith('PUT'))).toEqual([])
})

test('ports are not sent unseen: a look that failed or was not whole says so, and saving tries again', async () => {
  const user = userEvent.setup()
  const { card, last } = await portsForm(user)
  const odd = { status: 200, body: [{ id: '1', vm_port: null, host_port: 30_001, protocol: 'tcp', host_address: null }] }
  await onPorts({ status: 403, body: { detail: 'no' } }, odd)
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect((await within(card).findByRole('alert', {}, { timeout: 30_000 })).textContent).toContain('The present ports could not be read.')
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  await within(card).findByText('One of the present ports could not be read.', {}, { timeout: 30_000 })
  // That answer is also what the card knows now, and the form stays as it was typed.
  expect(last.isConnected).toBe(true)
  expect(last.value).toBe('8443')
  expect(asked.filter((route) => route.startsWith('PUT'))).toEqual([])
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect(await within(card).findByText('8443/tcp', {}, { timeout: 30_000 })).toBeTruthy()
})

test('what a second request would tell is not called missing when that request failed', async () => {
  await reset()
  // The CVM itself comes first, then what only the older shape tells.
  await page.client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: [{ delayMs: 0 }, { status: 500, body: {} }].map((then) => ({ method: 'GET', path: '/api/v1/cvms/{id}', then })),
  })
  await showApp(`${cvm('centralKms')}?tab=trust`)
  const card = await region('KMS')
  const valueOf = (term: string) => within(card).getByText(term).nextElementSibling?.textContent
  await waitFor(() => expect(valueOf('KMS id')).toBe('It could not be read.'), { timeout: 30_000 })
  expect(valueOf('Name')).not.toBe('not reported')
  await page.client.call('DELETE', '/sandbox/faults')
})

test('an app contract that cannot be asked is told where somebody is about to restart', async () => {
  await reset()
  const user = userEvent.setup()
  await page.client.call('POST', '/sandbox/faults', {
    body: [
      {
        method: 'GET',
        path: '/api/v1/cvms/{id}',
        times: 50,
        // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
        then: { patchBody: { kms_info: { dstack_app_address: `0x${'ab'.repeat(20)}` } } },
      },
    ],
  })
  await showApp(cvm('onchainEoa'))
  await user.click(await screen.findByRole('button', { name: 'Restart' }, { timeout: 30_000 }))
  const dialog = await screen.findByRole('dialog', {}, { timeout: 30_000 })
  expect(within(dialog).getByText('Whether the app contract lets it start again could not be read.')).toBeTruthy()
  await page.client.call('DELETE', '/sandbox/faults')
})

test('where ports are switched off, the list stays what was typed and the server’s words are there', async () => {
  const user = userEvent.setup()
  await showApp(`${cvm('deviceNotAllowed')}?tab=network`)
  const card = await region('Exposed ports')
  await user.click(await within(card).findByRole('button', { name: 'Edit ports' }, { timeout: 30_000 }))
  await user.click(within(card).getByRole('button', { name: 'Add a port' }))
  await user.type(within(card).getByRole('textbox', { name: 'Port 1 of the CVM' }), '8080')
  await user.click(within(card).getByRole('button', { name: 'Save ports' }))
  expect(await within(card).findByText('Ports cannot be exposed for this CVM.', {}, { timeout: 30_000 })).toBeTruthy()
  expect(card.textContent).toContain('Port mapping is not enabled on this node')
  expect(within(card).getByRole<HTMLInputElement>('textbox', { name: 'Port 1 of the CVM' }).value).toBe('8080')
  expect((await region('Firewall')).textContent).toContain('There is no firewall for this CVM.')
})

test('a bill that stops changes is told before anybody tries one', async () => {
  await reset({ billingStatus: 'suspended' })
  await showApp(cvm('centralKms'))
  expect(await screen.findByText('This workspace is suspended.', {}, { timeout: 30_000 })).toBeTruthy()
  const { api, info } = page.client
  expect((await api('POST', `/cvms/${info.cvms['centralKms']}/restart`)).status).toBe(403)
  await showApp(`${cvm('centralKms')}/edit`)
  expect(await screen.findByText('This workspace is suspended.', {}, { timeout: 30_000 })).toBeTruthy()
})

test('before a resize the form says what is in use, warns of too little, and what it would cost', async () => {
  await reset()
  const user = userEvent.setup()
  await showApp(`${cvm('centralKms')}/edit`)
  const card = await region('Resources')
  await within(card).findByText(/In use now/, {}, { timeout: 30_000 })
  const memory = within(card).getByRole('textbox', { name: 'Memory' })
  await user.clear(memory)
  await user.type(memory, '1')
  expect(await within(card).findByText(/More memory is in use now/)).toBeTruthy()
  await user.clear(memory)
  await user.type(memory, '16')
  const vcpu = within(card).getByRole('textbox', { name: 'vCPU' })
  await user.clear(vcpu)
  await user.type(vcpu, '8')
  await waitFor(() => expect(card.textContent).toMatch(/Computing costs \$0\.2320 an hour now and \$0\.4640 an hour afterwards\./), {
    timeout: 30_000,
  })
  expect(screen.getByRole('button', { name: 'Review' }).getAttribute('aria-disabled')).toBeNull()
})
