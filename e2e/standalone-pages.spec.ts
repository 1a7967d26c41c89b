import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { FaultEffect, SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const refused = (status: number): FaultEffect => ({
  status,
  body: { error_code: 'ERR-00-000', message: `Refused with ${status}`, details: [], suggestions: [], request_id: 'req-refused' },
})

const always = (sandbox: SandboxControl, then: FaultEffect, ...paths: string[]) =>
  sandbox.faults(paths.map((path) => ({ method: '*', path, times: 1000, then })))

const openTab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of this CVM' }).getByRole('link', { name }).click()

/** Every part of a CVM opens, each with something to read. */
async function expectEveryTab(page: Page) {
  for (const name of ['Configuration', 'Trust', 'Operations', 'Overview']) {
    await openTab(page, name)
    await expect(page.getByRole('navigation', { name: 'Parts of this CVM' }).locator('[aria-current]')).toHaveText(name)
    await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible()
  }
}

test('with 403, 404 and 501 for who one is, a CVM opens by its link and the frame says what is missing; with 501, so do all other pages', async ({
  page,
  sandbox,
}) => {
  const { cvms } = await signedIn(page, sandbox, 'admin')
  const forAdmins = page.getByRole('link', { name: /^Instance IDs/ })
  await page.goto('/unfinished')
  await expect(forAdmins).toBeVisible()
  for (const status of [403, 404, 501]) {
    await sandbox.clearFaults()
    await always(sandbox, refused(status), '/api/v1/auth/me')
    await page.goto(`/cvms/${cvms.onchainEoa}`)
    await expect(page.getByRole('heading', { level: 1, name: 'settlement-engine' })).toBeVisible()
    await expect(page.getByText(/^Your account could not be read/)).toBeVisible()
    await expect(forAdmins).toHaveCount(0)
  }
  await expectEveryTab(page)
  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await expect(page.getByRole('textbox', { name: /vCPU$/ })).toBeVisible()
  await page.goto('/cvms')
  await expect(page.getByRole('link', { name: 'settlement-engine' })).toBeVisible()
  await page.goto('/instance-ids')
  await expect(page.getByText(/whether you are one could not be read/)).toBeVisible()
})

test('with 401 for who one is, while the CVMs are answered, no key is asked for', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await always(sandbox, refused(401), '/api/v1/auth/me')
  await page.goto(`/cvms/${cvms.onchainEoa}`)
  await expect(page.getByText(/^Your account could not be read/)).toBeVisible()
  await expectEveryTab(page)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('with 403, 500 and a page of a proxy for the list, the fleet says why; with the last, a CVM opens by its link, in every part and to be edited', async ({
  page,
  sandbox,
}) => {
  const { cvms } = await signedIn(page, sandbox)
  for (const then of [refused(403), refused(500), 'html-502'] as const) {
    await sandbox.clearFaults()
    await always(sandbox, then, '/api/v1/cvms/paginated', '/api/v1/cvms/status/batch')
    await page.goto('/cvms')
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Nothing was changed.')
    await expectNoAxeViolations(page)
  }
  await page.goto(`/cvms/${cvms.centralKms}`)
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await expectEveryTab(page)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await expect(page.getByRole('textbox', { name: /vCPU$/ })).toBeVisible()
  await sandbox.clearFaults()
  await page.goto('/cvms')
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
})

test('the list comes back by the button that the failure offers', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await always(sandbox, 'html-502', '/api/v1/cvms/paginated')
  await page.goto('/cvms')
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await sandbox.clearFaults()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
})

for (const [name, then] of [
  ['403', refused(403)],
  ['501', refused(501)],
  ['a page of a proxy', 'html-502'],
  ['an answer of no known form', { status: 200, body: [1, 'two', null] }],
] as const satisfies readonly (readonly [string, FaultEffect])[]) {
  test(`with ${name} for everything beside the CVM itself, each part says why it is absent`, async ({ page, sandbox, problems }) => {
    test.slow() // many parts, each with its scan
    const { cvms } = await signedIn(page, sandbox)
    let asked = 0
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/api/')) asked++
    })
    await always(
      sandbox,
      then,
      '/api/v1/cvms/{id}/operations',
      '/api/v1/cvms/{id}/compose_file',
      '/api/v1/cvms/{id}/docker-compose.yml',
      '/api/v1/cvms/{id}/pre-launch-script',
      '/api/v1/cvms/{id}/available-os-images',
      '/api/v1/cvms/{id}/state',
      '/api/v1/apps/{id}/kms-info',
      '/api/v1/auth/me',
      '/rpc/{id}',
    )
    await page.goto(`/cvms/${cvms.onchainEoa}`)
    const main = page.getByRole('main')
    await expect(main.getByText(/^The operations cannot be shown\. /)).toBeVisible()
    await expect(main.getByText('The chain could not be read.', { exact: false })).toBeVisible()
    await expectNoAxeViolations(page)

    await openTab(page, 'Configuration')
    await expect(main.getByText(/^The compose file cannot be shown\. /)).toBeVisible()
    await expect(main.getByText(/^The script cannot be shown\. /)).toBeVisible()
    await expect(main.getByText(/^The names cannot be shown\. /)).toBeVisible()
    await expectNoAxeViolations(page)
    await openTab(page, 'Trust')
    await expect(main.getByText(/^The API’s approval facts cannot be shown\. /)).toBeVisible()
    await expectNoAxeViolations(page)
    await openTab(page, 'Operations')
    await expect(main.getByText(/^The operations cannot be shown\. /)).toBeVisible()

    // What can be read can still be changed.
    await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
    await expect(main.getByText(/^Compose file cannot be edited here\. /)).toBeVisible()
    await expect(main.getByText(/^The images that can be chosen could not be read\. /)).toBeVisible()
    await expectNoAxeViolations(page)
    await main.getByRole('textbox', { name: /vCPU$/ }).fill('6')
    await page.getByRole('button', { name: 'Review' }).click()
    await expect(main.getByRole('row', { name: /vCPU.*6 vCPU/ })).toBeVisible()
    await expect(main.getByRole('button', { name: /^Apply/ })).not.toHaveAttribute('aria-disabled', 'true')
    expect(problems.unexpected()).toEqual([])
    // Refused, a page asks again now and then, and not as fast as it can.
    expect(asked, 'requests to the API').toBeLessThan(80)
  })
}

test('a CVM whose own details are refused says so, and leads on', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  for (const [then, title] of [
    [refused(403), 'This key is not allowed to do that.'],
    ['html-502', 'Phala Cloud has trouble answering.'],
    [{ status: 200, body: { no: 'CVM' } }, 'The answer was not understood.'],
  ] as const satisfies readonly (readonly [FaultEffect, string])[]) {
    await always(sandbox, then, '/api/v1/cvms/{id}')
    await page.goto(`/cvms/${cvms.centralKms}`)
    await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible()
    await expect(page.getByText(title)).toBeVisible()
    await expectNoAxeViolations(page)
    await sandbox.clearFaults()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  }
})

test('a CVM that can no longer be refreshed stays on screen with its age, until a refresh works', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.clock.install()
  // It is at rest, so the page asks for it twice a minute, and what ends the trouble below is the press alone.
  await page.goto(`/cvms/${cvms.centralKms}`)
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await always(sandbox, 'html-502', '/api/v1/cvms/{id}')
  await page.clock.fastForward(30_000)
  await expect(page.getByText(/^What you see was read \d\d s ago/)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await expectNoAxeViolations(page)
  await sandbox.clearFaults()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('This page could not be refreshed.', { exact: false })).toHaveCount(0)
})
