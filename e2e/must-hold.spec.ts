import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { composeEditor, typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl, SandboxInfo } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 24, applySeconds: 1 } })

const leadsTo = (page: Page) => page.getByRole('region', { name: 'What these edits lead to' })
const reviewButton = (page: Page) => page.getByRole('button', { name: 'Review' })

async function patchBodies(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  return requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)
}

test('changing only vCPU sends exactly that, and on a CVM of a contract no signature is announced or asked for', async ({
  page,
  sandbox,
}) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('4')
  await expect(leadsTo(page)).toContainText('1 change · 1 restart')
  await expect(leadsTo(page)).toContainText('no signature')
  await reviewButton(page).click()
  await expect(page.getByText('No signature needed')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply and restart' })).toBeVisible()
  expect(await patchBodies(sandbox, cvms.onchainEoa), 'before the press').toEqual([])
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await patchBodies(sandbox, cvms.onchainEoa)).toEqual([{ vcpu: 4 }])
})

test('a compose change of the same CVM says before the press that a signature is asked for', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await expect(leadsTo(page)).toContainText('1 on-chain signature')
  await reviewButton(page).click()
  await expect(page.getByText('1 on-chain signature')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply: ask for a signature' })).toBeVisible()
  expect(await patchBodies(sandbox, cvms.onchainEoa)).toEqual([])
})

test('nothing heavy is loaded and no wallet is looked for before it is needed', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  // By what is in them: names of files tell nothing.
  const marks = { wagmi: 'wagmi.sh/', viem: 'ContractFunctionExecutionError', editor: 'cm-content' }
  const loaded: Record<string, string> = {}
  page.on('response', async (response) => {
    if (!/\/assets\/.*\.js$/.test(response.url())) return
    const source = await response.text().catch(() => '')
    for (const [name, mark] of Object.entries(marks)) if (source.includes(mark)) loaded[name] ??= response.url()
  })
  await page.addInitScript(() => {
    window.addEventListener('eip6963:requestProvider', () => {
      sessionStorage.setItem('wallet-requests', String(Number(sessionStorage.getItem('wallet-requests') ?? 0) + 1))
    })
  })
  const walletRequests = () => page.evaluate(() => Number(sessionStorage.getItem('wallet-requests') ?? 0))

  await page.goto('/cvms')
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(loaded, 'on the fleet').toEqual({})
  await page.getByRole('link', { name: 'storefront-api' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  for (const name of ['Trust', 'Operations']) {
    await page.getByRole('navigation', { name: 'Parts of this CVM' }).getByRole('link', { name }).click()
    await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible()
  }
  // Fetched while the page is idle, so that Edit opens at once.
  await expect.poll(() => Object.keys(loaded), 'on a CVM of Phala’s key server').toEqual(['editor'])

  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await reviewButton(page).click()
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  await page.waitForLoadState('networkidle')
  expect(Object.keys(loaded), 'after a whole update without a signature').toEqual(['editor'])

  // Under a contract the chain is read, still without any wallet.
  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await reviewButton(page).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  const sign = page.getByRole('main').getByRole('button', { name: 'Sign' })
  await expect(sign).toBeVisible()
  await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
  await page.waitForLoadState('networkidle')
  expect(Object.keys(loaded), 'before the signing dialog opens').not.toContain('wagmi')
  expect(await walletRequests()).toBe(0)

  await sign.click()
  await expect(page.getByRole('dialog', { name: 'Sign to allow this compose hash' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sandbox Wallet' })).toBeVisible()
  expect(Object.keys(loaded)).toEqual(expect.arrayContaining(['wagmi', 'viem']))
  expect(await walletRequests()).toBeGreaterThan(0)
})

interface Place {
  name: string
  path: (info: SandboxInfo) => string
  /** Until what is meant to be there is there, and whatever has to be opened is open. */
  open: (page: Page) => Promise<void>
  who?: 'admin'
}

const heading = (name: string | RegExp) => async (page: Page) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
const tab = (name: string) => (info: SandboxInfo) => `/cvms/${info.cvms.onchainEoa}?tab=${name}`
const withoutSkeletons = async (page: Page) => expect(page.locator('[aria-busy=true]')).toHaveCount(0)

async function openMenuItem(page: Page, item: string) {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

const places: Place[] = [
  {
    name: 'the fleet',
    path: () => '/cvms',
    open: async (page) => expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible(),
  },
  {
    name: 'a fleet with nothing found',
    path: () => '/cvms?q=nothing-has-this-name',
    open: async (page) => expect(page.getByRole('button', { name: /filter/i }).first()).toBeVisible(),
  },
  { name: 'overview', path: tab('overview'), open: async (page) => expect(page.getByText(/^Read from the chain/)).toBeVisible() },
  {
    name: 'configuration',
    path: tab('configuration'),
    open: async (page) => expect(page.getByRole('textbox', { name: 'Compose file' })).toBeVisible(),
  },
  {
    name: 'trust',
    path: tab('trust'),
    open: async (page) => expect(page.getByText('allowed on-chain').first()).toBeVisible(),
  },
  {
    name: 'operations',
    path: tab('operations'),
    open: async (page) => expect(page.getByText('Correlation id', { exact: false }).first()).toBeVisible(),
  },
  {
    name: 'a CVM in the middle of an operation',
    path: ({ cvms }) => `/cvms/${cvms.busy}`,
    open: heading('image-resizer'),
  },
  { name: 'a CVM that did not boot', path: () => '/cvms/feature-flags', open: heading('feature-flags') },
  { name: 'a stopped CVM', path: ({ cvms }) => `/cvms/${cvms.stopped}`, open: heading('nightly-report') },
  {
    name: 'the restart dialog',
    path: ({ cvms }) => `/cvms/${cvms.centralKms}`,
    open: async (page) => {
      await page.getByRole('button', { name: 'Restart' }).click()
      await expect(page.getByRole('dialog', { name: /^Restart storefront-api/ })).toBeVisible()
    },
  },
  {
    name: 'the stop dialog',
    path: ({ cvms }) => `/cvms/${cvms.centralKms}`,
    open: async (page) => {
      await openMenuItem(page, 'Stop now')
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'the edit form',
    path: ({ cvms }) => `/cvms/${cvms.onchainEoa}/edit`,
    open: async (page) => {
      await composeEditor(page)
      await withoutSkeletons(page)
    },
  },
  {
    name: 'the edit form with mistakes and changes in every section',
    path: ({ cvms }) => `/cvms/${cvms.centralKms}/edit`,
    open: async (page) => {
      await typeIntoCompose(page, '\n  - "unclosed')
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('many')
      await page.getByRole('textbox', { name: /Memory$/ }).fill('16')
      await page.getByRole('switch', { name: 'Public logs' }).click()
      await expect(leadsTo(page)).toContainText('changes')
    },
  },
  {
    name: 'the question before edits are left',
    path: ({ cvms }) => `/cvms/${cvms.centralKms}/edit`,
    open: async (page) => {
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
      await page.getByRole('link', { name: 'Back to the CVM' }).click()
      await expect(page.getByRole('dialog', { name: 'Leave this page?' })).toBeVisible()
    },
  },
  {
    name: 'the review of a compose change',
    path: ({ cvms }) => `/cvms/${cvms.onchainEoa}/edit`,
    open: async (page) => {
      await typeIntoCompose(page, '\n# one line more')
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
      await reviewButton(page).click()
      await expect(page.getByRole('button', { name: 'Apply: ask for a signature' })).toBeVisible()
      await expect(page.getByText('# one line more').first()).toBeVisible()
    },
  },
  {
    name: 'a finished update',
    path: ({ cvms }) => `/cvms/${cvms.centralKms}/edit`,
    open: async (page) => {
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
      await reviewButton(page).click()
      await page.getByRole('button', { name: 'Apply and restart' }).click()
      await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
    },
  },
  {
    name: 'a failed update',
    path: ({ cvms }) => `/cvms/${cvms.deviceNotAllowed}/edit`,
    open: async (page) => {
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
      await reviewButton(page).click()
      await page.getByRole('button', { name: 'Apply and restart' }).click()
      await expect(page.getByRole('main').getByRole('alert')).toContainText('Device not allowed', { timeout: 30_000 })
    },
  },
  { name: 'a review of nothing', path: ({ cvms }) => `/cvms/${cvms.centralKms}/update`, open: heading(/storefront-api/) },
  { name: 'an empty list of unfinished things', path: () => '/unfinished', open: heading('Unfinished') },
  { name: 'instance IDs', path: () => '/instance-ids', open: heading('Instance IDs'), who: 'admin' },
  { name: 'an unknown address', path: () => '/no/such/page', open: heading('Page not found') },
  { name: 'an unknown CVM', path: () => '/cvms/cvm_00000000', open: heading('This page could not be loaded') },
  { name: 'a name that means several', path: () => '/cvms/session-cache', open: heading('Which “session-cache”?') },
]

for (const { name, path, open, who } of places) {
  test(`${name}: accessible in both themes, wide and on a phone, and never wider than the window`, async ({ page, sandbox }) => {
    test.slow() // four scans
    const info = await signedIn(page, sandbox, who)
    await page.goto(path(info))
    await open(page)
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 375, height: 700 })
    await expectNoSidewaysScrolling(page)
    await expectNoAxeViolations(page)
  })
}

test('signing in: accessible in both themes, wide and on a phone', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByText('Where is my key kept?').click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Paste an API key first.')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 375, height: 700 })
  await expectNoSidewaysScrolling(page)
  await expectNoAxeViolations(page)
})

test('the menus on a phone are accessible and lead somewhere', async ({ page, sandbox }) => {
  await signedIn(page, sandbox, 'admin')
  await page.setViewportSize({ width: 375, height: 700 })
  await page.goto('/cvms')
  await page.getByRole('button', { name: 'Open the menu' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: 'Unfinished' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Unfinished' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await page.getByRole('button', { name: /your menu/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await expectNoAxeViolations(page)
  await expectNoSidewaysScrolling(page)
})
