import { typeIntoCompose } from '../fixtures/compose-editor.ts'
import { expect, test } from '../fixtures/gateway.ts'
import { signedIn } from '../fixtures/signed-in.ts'
import { take } from './take.ts'

test.use({ world: { fleetSize: 24, applySeconds: 2 } })

test('what an owner sees from the fleet to a verified update', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto('/cvms')
  await expect(page.getByRole('link', { name: 'settlement-engine' })).toBeVisible()
  await take(page, 'fleet')

  await page.goto(`/cvms/${cvms.onchainEoa}`)
  await expect(page.getByText(/^Read from the chain/)).toBeVisible()
  await take(page, 'cvm')

  await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await take(page, 'edit')

  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: 'Apply: ask for a signature' })).toBeVisible()
  await expect(page.getByText('# one line more').first()).toBeVisible()
  await take(page, 'review')

  await page.getByRole('button', { name: 'Apply: ask for a signature' }).click()
  const sign = page.getByRole('main').getByRole('button', { name: 'Sign' })
  await expect(sign).toBeVisible()
  await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
  await sign.click()
  const dialog = page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  await dialog.getByRole('button', { name: 'Sandbox Wallet' }).click()
  await page.getByRole('dialog', { name: 'Connect to this page?' }).getByRole('button', { name: 'Approve' }).click()
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeVisible()
  await expect(dialog.getByText('at most about', { exact: false })).toBeVisible()
  await take(page, 'sign')

  await dialog.getByRole('button', { name: 'Sign' }).click()
  await page.getByRole('dialog', { name: 'Send transaction?' }).getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 60_000 })
  await take(page, 'done')
})
