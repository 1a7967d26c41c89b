import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

const review = (page: Page) => page.getByRole('button', { name: 'Review' })
const apply = (page: Page) => page.getByRole('button', { name: /^Apply/ })
const cancel = (page: Page) => page.getByRole('button', { name: 'Cancel the operation' })

async function applyResize(page: Page, sandbox: SandboxControl) {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await review(page).click()
  await apply(page).click()
  await expect(cancel(page)).toBeVisible()
  return cvms.centralKms
}

test.describe('a running update', () => {
  test.use({ world: { fleetSize: 8, applySeconds: 3_000 } })

  test('is called off after a question, and the page says what became of it', async ({ page, sandbox }) => {
    await applyResize(page, sandbox)
    await cancel(page).press('Enter')
    const dialog = page.getByRole('dialog', { name: /^Cancel what runs on/ })
    await expectNoAxeViolations(page)
    await dialog.getByRole('button', { name: 'Cancel the operation' }).click()
    await expect(page.getByText('The update failed.').first()).toBeVisible()
    await expect(page.getByText('Cancelled by request').first()).toBeVisible()
    // Nothing was replaced, so there is nothing to go back to.
    await expect(page.getByRole('region', { name: 'The way back' })).toHaveCount(0)
  })

  test('that the server does not cancel goes on, and that is said', async ({ page, sandbox }) => {
    await applyResize(page, sandbox)
    await sandbox.faults([
      {
        method: 'POST',
        path: '/api/v1/cvms/{id}/operations/cancel',
        then: { status: 409, body: { detail: 'Cannot cancel an operation of type resize' } },
      },
    ])
    await cancel(page).click()
    const dialog = page.getByRole('dialog', { name: /^Cancel what runs on/ })
    await dialog.getByRole('button', { name: 'Cancel the operation' }).click()
    await expect(dialog).toContainText('This operation cannot be cancelled.')
    await dialog.getByRole('button', { name: 'Let it run' }).click()
    await expect(page.getByText('The update is being applied.').first()).toBeVisible()
  })
})

test.describe('an update after which the CVM does not boot', () => {
  test.use({ world: { fleetSize: 8, applySeconds: 1 } })

  test('shows the reason and the previous revision, whose file fills the form for a review', async ({ page, sandbox }) => {
    const { cvms, accounts } = await signedIn(page, sandbox)
    const cvmId = cvms.deviceNotAllowed
    const before = JSON.parse((await sandbox.inside(cvmId)).composeFile) as { docker_compose_file: string }
    await page.goto(`/cvms/${cvmId}/edit`)
    await page
      .getByLabel('Upload Compose file')
      .setInputFiles({ name: 'c.yml', mimeType: 'text/plain', buffer: Buffer.from(`${before.docker_compose_file}# more\n`) })
    await review(page).click()
    await apply(page).click()
    // The owner allows the new file from elsewhere; the page notices by itself.
    await expect(page.getByRole('main').getByRole('button', { name: /^Sign/ })).toBeVisible()
    const { hash, contract } = await preparedHash(page)
    await sandbox.chain({ execute: { as: accounts.owner.address, to: contract, data: `0xdfc77223${hash}` } })
    // It would not come back, so nothing is confirmed before the person says so.
    await expect(page.getByText('Registered. The contract does not allow the CVM’s device yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Confirm anyway' }).click()
    await expect(page.getByText('The update failed.').first()).toBeVisible({ timeout: 45_000 })
    await expect(page.getByText(/Device not allowed/).first()).toBeVisible()

    const way = page.getByRole('region', { name: 'The way back' })
    await expect(way).toContainText(/still allowed on-chain\s*the hash needs no signature, the device does/)
    await expect(page.getByText('The app contract does not allow this CVM’s device.')).toBeVisible()
    await expect(page.getByRole('link', { name: /^Allow the next start/ })).toHaveAttribute('href', /\/approve#.*for=start/)
    await way.getByRole('button', { name: 'Show what differs' }).click()
    await expect(way).toContainText('# more')
    await page.setViewportSize({ width: 375, height: 800 })
    await expectNoSidewaysScrolling(page)
    await page.setViewportSize({ width: 1280, height: 800 })
    await expectNoAxeViolations(page)
    await way.getByRole('button', { name: 'Edit from this revision' }).click()
    await expect(page).toHaveURL(/\/edit/)
    await expect(page.getByText('are back.', { exact: false })).toBeVisible()
    await review(page).click()
    await expect(page.getByRole('region', { name: '1 change' })).toContainText('Compose file')
    await apply(page).click()
    // The old file needs no second signature.
    await expect.poll(async () => (await sandbox.inside(cvmId)).composeFile).toBe(JSON.stringify(before))
  })
})

/** The hash that the server asked for and the contract it belongs to, from what this browser keeps of the update. */
async function preparedHash(page: Page): Promise<{ hash: string; contract: string }> {
  return page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('cvm-console/update/'))
    const { ticket } = (
      JSON.parse(localStorage.getItem(key ?? '') ?? '{}') as { value: { ticket: { composeHash: string; appContract: string } } }
    ).value
    return { hash: ticket.composeHash, contract: ticket.appContract }
  })
}
