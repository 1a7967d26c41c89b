import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

/** Addresses that a page asks the gateway for while it opens, and whether anything was asked for before its code was there that nobody took. */
async function opening(page: Page, path: string, isThere: () => Promise<void>) {
  const asked: string[] = []
  const note = (request: { method: () => string; url: () => string }) => {
    const { pathname, search } = new URL(request.url())
    if (request.method() === 'GET') asked.push(pathname + search)
  }
  page.on('request', note)
  await page.goto(path)
  await isThere()
  page.off('request', note)
  const left = await page.evaluate(() => [...globalThis.firstAnswers!.keys()])
  const before = asked.slice(
    0,
    asked.findIndex((address) => address.startsWith('/assets/arrival-')),
  )
  return { asked, before, left }
}

test('a page is asked for with all that it shows, at once and once', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  const id = cvms.onchainEoa
  const ofAll = ['/session', '/config.json', '/api/v1/auth/me']
  const pages: [path: string, data: string[]][] = [
    ['/cvms', ['/api/v1/cvms/paginated?page=1&page_size=100']],
    [`/cvms/${id}`, [`/api/v1/cvms/${id}`]],
    [`/cvms/${id}/edit`, [`/api/v1/cvms/${id}`, `/api/v1/cvms/${id}/compose_file`]],
  ]
  for (const [path, data] of pages) {
    const { asked, before, left } = await opening(page, path, () => expect(page.getByRole('heading', { level: 1 })).toBeVisible())
    expect(left, path).toEqual([])
    for (const address of [...ofAll, ...data])
      expect(
        before.filter((other) => other === address),
        `${address} of ${path}`,
      ).toHaveLength(1)
    const files = asked.filter((address) => address.startsWith('/assets/'))
    expect(files.length, path).toBe(new Set(files).size)
  }
})

test('whoever is not signed in gets what sign-in shows and nothing else', async ({ page, sandbox }) => {
  const { cvms } = await sandbox.info()
  const { asked, left } = await opening(page, `/cvms/${cvms.onchainEoa}`, () =>
    expect(page.getByRole('textbox', { name: 'API key' })).toBeVisible(),
  )
  expect(left).toEqual([])
  expect(asked.filter((address) => address.startsWith('/api/'))).toEqual([])
})

test('a link with a secret that a mail filter wrapped sends nothing of it', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  const { asked } = await opening(page, '/cvms/x%2Ffinish%23secret=canary-of-a-link', () =>
    expect(page.getByRole('heading', { level: 1 })).toBeVisible(),
  )
  expect(asked.slice(1).filter((address) => address.includes('canary'))).toEqual([])
})
