import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { Fault, SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'

// What only a browser can show of the errors' table; every answer to an update is in src/features/review/error-table.test.tsx.

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const main = (page: Page) => page.getByRole('main')
const alert = (page: Page) => main(page).getByRole('alert')
const applyButton = (page: Page) => page.getByRole('button', { name: 'Apply and restart' })
const done = (page: Page) => page.getByText('Done. The server holds what you asked for.')

async function reviewVcpu(page: Page, cvmId: string, vcpu: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill(vcpu)
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(applyButton(page)).toBeVisible()
}

async function sentBodies(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  return requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)
}

test('offline: said as such, nothing is sent, and both the update and a page that did not open go on when the network is back', async ({
  page,
  context,
  sandbox,
  problems,
}) => {
  problems.allow(/ERR_INTERNET_DISCONNECTED/)
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '6')
  // Parts of the app that are not here yet cannot be fetched from now on; the page must not be given up for them.
  await context.setOffline(true)
  await applyButton(page).click()
  await expect(alert(page)).toContainText('This browser is offline.')
  await expect(alert(page)).toContainText('is read again as soon as the connection is back')
  await expectNoAxeViolations(page)
  await context.setOffline(false)
  expect(await sentBodies(sandbox, cvms.centralKms)).toEqual([])
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
  expect(await sentBodies(sandbox, cvms.centralKms)).toEqual([{ vcpu: 6 }])

  // The code of a CVM's page is here by now, its data are not.
  await page.getByRole('link', { name: 'Open the CVM' }).click()
  await expect(page.getByRole('navigation', { name: 'Parts of this CVM' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Fleet' }).click()
  const other = main(page).getByRole('link', { name: 'settlement-engine' }).first()
  await expect(other).toBeVisible()
  await context.setOffline(true)
  await other.click()
  await expect(alert(page)).toContainText('This browser is offline.')
  await context.setOffline(false)
  await expect(page.getByRole('heading', { level: 1, name: 'settlement-engine' })).toBeVisible()
})

test('a page whose answer is too often, too broken or too strange says which, and opens as soon as it can', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  const reads = (then: Fault['then'], times = 1): Fault[] => [{ method: 'GET', path: '/api/v1/cvms/{id}', times, then }]
  const opens = () => expect(page.getByRole('navigation', { name: 'Parts of this CVM' })).toBeVisible()

  await sandbox.faults(reads({ status: 429, body: { detail: 'slow down' }, headers: { 'Retry-After': '1' } }))
  await page.goto(`/cvms/${cvms.centralKms}`)
  await opens()

  await sandbox.faults(reads({ status: 200, body: { secret_looking_thing: 'canary-4711' } }))
  await page.reload()
  await expect(alert(page)).toContainText('The answer was not understood.')
  await expect(alert(page).getByRole('button', { name: 'Copy details' })).toBeVisible()
  expect(await page.content()).not.toContain('canary-4711')
  await page.getByRole('button', { name: 'Try again' }).click()
  await opens()

  await sandbox.faults(reads('html-502', 12))
  await page.reload()
  await expect(alert(page)).toContainText('Phala Cloud has trouble answering.')
  await expect(alert(page)).toContainText('Try again in a moment.')
  await expect(main(page)).not.toContainText('<html>')
  await sandbox.clearFaults()
  await page.getByRole('button', { name: 'Try again' }).click()
  await opens()
})

test('a refusal at several places: the first field has the focus, and its link leads into it', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.centralKms, '6')
  const problem = (field: string, msg: string) => ({ loc: ['body', field], msg, type: 'value_error' })
  const detail = [problem('vcpu', 'at most 4 here'), problem('region', 'is closed')]
  await sandbox.faults([{ method: 'PATCH', path: '/api/v1/cvms/{id}', then: { status: 422, body: { detail } } }])
  await applyButton(page).press('Enter')
  await expect(alert(page)).toContainText('region: is closed')
  await expect(alert(page).getByRole('link', { name: 'vCPU' })).toBeFocused()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: /vCPU$/ })
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/at most 4 here/)
  await field.fill('5')
  await page.getByRole('button', { name: 'Review' }).click()
  await applyButton(page).click()
  await expect(done(page)).toBeVisible({ timeout: 30_000 })
})

test('a busy CVM: a change that may wait is applied by itself, after a look at what moved', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await reviewVcpu(page, cvms.busy, '8')
  await expect(main(page).getByText(/, started by /)).toBeVisible()
  await page.getByRole('checkbox', { name: /^Apply by itself when it finishes/ }).check()
  await expectNoAxeViolations(page)
  await sandbox.clock(16 * 60)
  await expect(done(page)).toBeVisible({ timeout: 40_000 })
  expect(await sentBodies(sandbox, cvms.busy)).toEqual([{ vcpu: 8 }])
})
