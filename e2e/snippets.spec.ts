import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const run = promisify(execFile)
const compose = 'services:\n  web:\n    image: nginx:1.27\n    command: ["sh", "-c", "echo \'it is $$HOME\' `id` \\\\ é"]\n'

async function editToReview(page: Page, cvmId: string) {
  await page.goto(`/cvms/${cvmId}/edit`)
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await page
    .getByLabel('Upload Compose file')
    .setInputFiles({ name: 'docker-compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(compose) })
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: /^Apply/ })).toBeVisible()
}

test('the cURL on the review page makes the same request as Apply', async ({ page, sandbox, gateway }) => {
  const { cvms, keys } = await signedIn(page, sandbox)
  const bodies = async () =>
    (await sandbox.inside(cvms.centralKms)).requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)

  await editToReview(page, cvms.centralKms)
  await page.getByRole('radio', { name: 'cURL' }).check()
  const snippet = await page.locator('pre[aria-label="Request"]').innerText()
  expect(snippet).not.toContain(keys.owner)

  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
  const [byApp] = await bodies()

  await sandbox.reset({ fleetSize: 8, applySeconds: 1 })
  const { stdout } = await run('sh', ['-c', snippet], {
    env: { ...process.env, PHALA_CLOUD_API_KEY: keys.owner, PHALA_CLOUD_API_PREFIX: `${gateway.url}/api/v1` },
  })
  expect(JSON.parse(stdout)).toHaveProperty('correlation_id')
  expect(await bodies()).toEqual([byApp])
  expect(byApp).toEqual({ vcpu: 6, docker_compose_file: compose })
})
