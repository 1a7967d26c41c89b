import type { Page, Request } from '@playwright/test'
import { expect, test } from './fixtures/gateway.ts'
import { SandboxControl } from './fixtures/sandbox-control.ts'
import { startGateway } from './fixtures/gateway-process.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

/** Everything that a script of the page, or someone who looks at the page, can read. */
async function readableBy(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const databases: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name!)
        opening.addEventListener('success', () => resolve(opening.result))
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
      })
      for (const store of database.objectStoreNames) {
        databases.push(
          await new Promise((resolve) => {
            const reading = database.transaction(store).objectStore(store).getAll()
            reading.addEventListener('success', () => resolve(reading.result))
          }),
        )
      }
      database.close()
    }
    const caches: string[] = []
    for (const name of await window.caches.keys()) {
      const cache = await window.caches.open(name)
      for (const request of await cache.keys()) caches.push(request.url, await (await cache.match(request))!.text())
    }
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')].map((field) => field.value)
    return {
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      indexedDB: JSON.stringify(databases),
      caches: caches.join('\n'),
      cookies: document.cookie,
      markup: document.documentElement.outerHTML,
      fields: fields.join('\n'),
      address: location.href,
      history: JSON.stringify(history.state),
      windowName: window.name,
      title: document.title,
      timings: performance
        .getEntries()
        .map(({ name }) => name)
        .join('\n'),
    }
  })
}

/** What a page let out while it was watched: addresses, bodies and headers of requests, and what it printed. */
function watch(page: Page) {
  const requests: Request[] = []
  const printed: string[] = []
  const addresses: string[] = []
  page.on('request', (request) => requests.push(request))
  page.on('console', (message) => printed.push(message.text()))
  page.on('framenavigated', (frame) => addresses.push(frame.url()))
  return {
    printed,
    addresses,
    urls: () => requests.map((request) => request.url()),
    /** Whose body or headers hold the text, as method and path. */
    async holding(text: string) {
      const found = []
      for (const request of requests) {
        const headers = JSON.stringify(await request.allHeaders())
        if (request.postData()?.includes(text) || headers.includes(text))
          found.push(`${request.method()} ${new URL(request.url()).pathname}`)
      }
      return found
    },
  }
}

async function expectNowhere(page: Page, key: string, seen: ReturnType<typeof watch>) {
  for (const [place, content] of Object.entries(await readableBy(page))) expect(content, place).not.toContain(key)
  expect(seen.printed.join('\n'), 'printed').not.toContain(key)
  expect(seen.urls().join('\n'), 'addresses asked for').not.toContain(key)
  expect(seen.addresses.join('\n'), 'addresses shown').not.toContain(key)
}

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
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('textbox', { name: 'vCPU' }).fill('6')
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
