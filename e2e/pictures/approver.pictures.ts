import { typeIntoCompose } from '../fixtures/compose-editor.ts'
import { expect, test } from '../fixtures/gateway.ts'
import { copied, ownerAllows } from '../fixtures/handing-over.ts'
import { signedIn } from '../fixtures/signed-in.ts'
import { take } from './take.ts'

test.use({ world: { fleetSize: 8, applySeconds: 2 }, permissions: ['clipboard-read', 'clipboard-write'] })

test('what is handed over, what the approver of a Safe sees, and who has the finisher link', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.onchainSafe}/edit`)
  await typeIntoCompose(page, '\n# one line more')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('button', { name: 'Prepare for approval' }).click()
  const unproven = page.getByRole('checkbox', { name: /^Continue without this check/ })
  await expect(page.getByRole('button', { name: 'Copy finisher link' }).or(unproven)).toBeVisible()
  if (await unproven.isVisible()) await unproven.check()
  await take(page, 'prepared')
  const toFinish = await copied(page, 'finisher link')
  const toApprove = await copied(page, 'approval link')

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the change' }).click()
  const change = await (await saving).path()

  await page.goto(toApprove)
  await page.getByLabel('Saved change').setInputFiles(change)
  await expect(page.getByText('# one line more').first()).toBeVisible()
  await take(page, 'approve')

  const fields = new URLSearchParams(new URL(toFinish).hash.slice(1))
  await ownerAllows(page, sandbox, { to: `0x${fields.get('app')}`, hash: fields.get('hash')! })
  await page.goto(toFinish)
  await expect(page.getByRole('button', { name: /^Confirm/ })).toBeVisible()
  await take(page, 'finish')
})
