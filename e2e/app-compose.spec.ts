import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'
import { expect, test } from './wallet/wallet-test.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

test('a setting of the manifest is reviewed, signed for, put to use by its hash, and read back', async ({ page, sandbox, wallet }) => {
  const { cvms } = await signedIn(page, sandbox)
  const cvmId = cvms.onchainEoa
  await page.goto(`/cvms/${cvmId}/edit`)
  const section = page.getByRole('region', { name: 'App compose (advanced)' })
  await section.getByRole('switch', { name: 'Wait for a secure clock' }).click()
  await expect(section.getByText('was disabled', { exact: false })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Review' }).click()

  const changes = page.getByRole('region', { name: '1 change' })
  await expect(changes.getByRole('row', { name: 'Secure time Disabled Enabled' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Requests' })).toContainText('"secure_time": true')
  await expectNoAxeViolations(page)
  await expectNoSidewaysScrolling(page)
  await page.getByRole('button', { name: 'Apply: ask for a signature' }).click()

  await page.getByRole('main').getByRole('button', { name: 'Sign' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  await dialog.getByRole('button', { name: 'MetaMask' }).click()
  await dialog.getByRole('button', { name: 'Sign' }).click()

  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  const outcomes = page.getByRole('region', { name: 'Requested and verified' })
  await expect(outcomes.getByRole('row', { name: 'Secure time Enabled Enabled the same' })).toBeVisible()
  expect(wallet.count('eth_sendTransaction')).toBe(1)
  const { requests, composeHash, bootError } = await sandbox.inside(cvmId)
  const bodies = requests
    .filter(({ path }) => /\/compose_file(\/provision)?$/.test(path))
    .map(({ body }) => body as Record<string, unknown>)
  expect(bodies[0]).toMatchObject({ secure_time: true, update_env_vars: false })
  expect(bodies[1]).toEqual({ compose_hash: composeHash, update_env_vars: false })
  expect(bootError).toBeNull()
})
