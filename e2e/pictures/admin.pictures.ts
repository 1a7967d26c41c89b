import { expect, test } from '../fixtures/gateway.ts'
import { signedIn } from '../fixtures/signed-in.ts'
import { take } from './take.ts'

test.use({ world: { fleetSize: 24, applySeconds: 2 } })

test('what an admin sees of instance IDs, before and after they are written', async ({ page, sandbox }) => {
  await signedIn(page, sandbox, 'admin')
  await page.goto('/instance-ids')
  await page.getByRole('button', { name: /^Preview \d/ }).click()
  await expect(page.getByText('Preview: nothing is written yet')).toBeVisible()
  await take(page, 'instance-ids-preview')
  await page.getByRole('button', { name: /^Write / }).click()
  await expect(page.getByText(/^Done in /)).toBeVisible({ timeout: 30_000 })
  await take(page, 'instance-ids-results')
})
