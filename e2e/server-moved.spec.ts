import type { Page } from '@playwright/test'
import { typeIntoCompose } from './fixtures/compose-editor.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 0.5 } })

const apply = (page: Page) => page.getByRole('button', { name: /^Apply/ })

/** Somebody else changes the CVM while this browser has it open. */
async function changeElsewhere(page: Page, sandbox: SandboxControl, cvmId: string, patch: Record<string, unknown>) {
  const { keys } = await sandbox.info()
  const headers = { 'X-API-Key': keys.owner, 'X-Phala-Version': '2026-01-21' }
  const answer = await page.request.patch(`/api/v1/cvms/${cvmId}`, { headers, data: patch })
  expect(answer.status()).toBe(202)
  await expect(async () => {
    const cvm = (await (await page.request.get(`/api/v1/cvms/${cvmId}`, { headers })).json()) as { in_progress: boolean; status: string }
    expect(cvm).toMatchObject({ in_progress: false, status: 'running' })
  }).toPass()
}

async function review(page: Page, sandbox: SandboxControl) {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(apply(page)).toBeVisible()
  return cvms.centralKms
}

test('an unrelated change on the server is kept: it is said, and only the own edit is sent', async ({ page, sandbox }) => {
  const cvmId = await review(page, sandbox)
  await changeElsewhere(page, sandbox, cvmId, { memory: 16_384 })
  await apply(page).click()
  await expect(page.getByText('This CVM was changed elsewhere meanwhile.')).toBeVisible()
  await apply(page).click()
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  const { requests } = await sandbox.inside(cvmId)
  expect(requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([{ memory: 16_384 }, { vcpu: 6 }])
})

test('a change of the same field on the server is a conflict that shows both, and nothing is overwritten silently', async ({
  page,
  sandbox,
}) => {
  const cvmId = await review(page, sandbox)
  await changeElsewhere(page, sandbox, cvmId, { vcpu: 12 })
  await page.goto(`/cvms/${cvmId}/edit`)
  await expect(page.getByText('vCPU: 12 vCPU on the server now, 6 vCPU in your form.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /vCPU$/ })).toHaveValue('6')
  await page.getByRole('button', { name: 'Take the server’s vCPU' }).click()
  await expect(page.getByRole('textbox', { name: /vCPU$/ })).toHaveValue('12')
  await expect(page.getByText('No changes')).toBeVisible()
})

test('what somebody else changed in the compose file is merged line by line: nothing of theirs or mine is overwritten', async ({
  page,
  sandbox,
}) => {
  const { cvms } = await signedIn(page, sandbox)
  const cvmId = cvms.centralKms
  const { composeFile } = await sandbox.inside(cvmId)
  const stored = (JSON.parse(composeFile) as { docker_compose_file: string }).docker_compose_file
  await page.goto(`/cvms/${cvmId}/edit`)
  await typeIntoCompose(page, '# mine, at the end')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(apply(page)).toBeVisible()

  // Far from it: merged by itself, after the review refused to overwrite it.
  const theirs = stored.replace('services:', '# theirs, at the top\nservices:')
  await changeElsewhere(page, sandbox, cvmId, { docker_compose_file: theirs })
  await apply(page).click()
  await expect(page.getByText('Something has to be corrected before this can be applied.')).toBeVisible()
  await page.getByRole('link', { name: 'Compose file' }).click()
  await expect(page.getByText('Compose file: changed elsewhere, and merged with your edits.').first()).toBeVisible()

  // The same place: open until it is decided, and also after a reload.
  await changeElsewhere(page, sandbox, cvmId, { docker_compose_file: `${theirs}# theirs, at the end\n` })
  await page.reload()
  await expect(page.getByText('Compose file: somebody else changed lines that you edited too.')).toBeVisible()
  const piece = page.getByRole('group', { name: 'Compose file, piece 1 of 1' })
  const put = page.getByRole('button', { name: 'Put the merged text into the form' })
  await expect(put).toHaveAttribute('aria-disabled', 'true')
  await piece.getByRole('radio', { name: 'Both, mine first' }).check()
  await put.click()
  await page.getByRole('button', { name: 'Review' }).click()
  await apply(page).click()
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  const { requests } = await sandbox.inside(cvmId)
  expect(requests.findLast(({ method }) => method === 'PATCH')?.body).toEqual({
    docker_compose_file: `${theirs}# mine, at the end\n# theirs, at the end\n`,
  })
})
