import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/gateway.ts'
import { expectNowhere, watch } from './fixtures/canary.ts'
import { SandboxControl } from './fixtures/sandbox-control.ts'
import { startGateway } from './fixtures/gateway-process.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

async function typeKey(page: Page, key: string) {
  await page.getByRole('textbox', { name: 'API key' }).fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('the API key goes to the session once, and from then on nothing of the page or of the log holds it', async ({ page }) => {
  // A gateway of its own: its log begins here.
  const gateway = await startGateway()
  try {
    const sandbox = new SandboxControl(gateway.url)
    await sandbox.reset({ fleetSize: 8, applySeconds: 1 })
    const { keys, cvms } = await sandbox.info()
    const key = keys.admin
    const seen = watch(page)
    await page.goto(`${gateway.url}/sign-in`)
    await typeKey(page, key)
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible()
    await expectNowhere(page, key, seen)
    expect(await seen.holding(key)).toEqual(['POST /session'])

    // Through the pages, a reload, a write, and a refusal that asks for the key once more.
    await page.getByRole('link', { name: 'storefront-api' }).click()
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
    await page.getByRole('button', { name: 'Review' }).click()
    await expect(page.getByRole('button', { name: 'Apply and restart' })).toBeVisible()
    for (const form of ['cURL', 'SDK', 'CLI']) {
      await page.getByRole('radio', { name: form }).check({ force: true })
      await expectNowhere(page, key, seen)
    }
    await page.reload()
    await page.getByRole('button', { name: 'Apply and restart' }).click()
    await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
    await expectNowhere(page, key, seen)

    await page.request.delete(`${gateway.url}/session`)
    await page.goto(`${gateway.url}/cvms/${cvms.centralKms}`)
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
    await typeKey(page, key)
    await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
    await expectNowhere(page, key, seen)
    expect(await seen.holding(key)).toEqual(['POST /session', 'POST /session'])

    const cookies = await page.context().cookies()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    expect(decodeURIComponent(cookies[0]!.value)).not.toContain(key)
    expect(Buffer.from(cookies[0]!.value, 'base64url').toString('latin1')).not.toContain(key)
    expect(gateway.output()).not.toContain(key)
    expect(gateway.output(), 'the log that was looked through').toContain('/session')
  } finally {
    await gateway.stop()
  }
})

test('a key that is refused is in no storage, address or text either, and its field is empty', async ({ page, gateway, problems }) => {
  const key = 'phak_canary-9f3b1c7e5d2a4860'
  const seen = watch(page)
  await page.goto('/sign-in')
  await typeKey(page, key)
  await expect(page.getByRole('textbox', { name: 'API key' })).toHaveAccessibleDescription(/was not accepted/)
  await expect(page.getByRole('textbox', { name: 'API key' })).toHaveValue('')
  await expectNowhere(page, key, seen)
  expect(gateway.output()).not.toContain(key)
  expect(problems.all().join('\n')).not.toContain(key)
})

test('a key in the address is neither used nor sent on', async ({ page, gateway }) => {
  const key = 'phak_canary-in-the-address'
  await page.goto(`/sign-in?api_key=${key}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  expect(await page.context().cookies()).toEqual([])
  expect(gateway.output(), 'queries are not logged').not.toContain(key)
})
