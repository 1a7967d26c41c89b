import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

/** What a page asks the gateway for while it opens, `isFirst` where its first script does, and what of that nobody took. */
async function opening(page: Page, path: string, isThere: () => Promise<void>) {
  // The page before has ended and asks for nothing any more.
  await page.goto('about:blank')
  const asked: { address: string; version: string | undefined; at: number; isFirst: boolean }[] = []
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Network.requestWillBeSent', ({ request, initiator, timestamp: at }) => {
    const { pathname, search } = new URL(request.url)
    const isFirst = Boolean(initiator.stack?.callFrames[0]?.url.includes('/assets/first-'))
    if (request.method === 'GET') asked.push({ address: pathname + search, version: request.headers['X-Phala-Version'], at, isFirst })
  })
  await devtools.send('Network.enable')
  await page.goto(path)
  await isThere()
  const left = await page.evaluate(() => [...globalThis.firstAnswers!.keys()])
  await devtools.detach()
  return { asked, left }
}

/** Seconds. On a machine this slow a page reads again what it shows. */
const staleAfter = 5

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
    const { asked, left } = await opening(page, path, () => expect(page.getByRole('heading', { level: 1 })).toBeVisible())
    expect(left, path).toEqual([])
    const files = asked.filter(({ address }) => address.startsWith('/assets/'))
    expect(files.length, path).toBe(new Set(files.map(({ address }) => address)).size)
    const first = asked.filter((one) => one.isFirst && !files.includes(one))
    expect(first.map(({ address }) => address).sort(), path).toEqual([...ofAll, ...data].sort())
    for (const { address, version, at } of first.filter((one) => data.includes(one.address))) {
      const same = asked.filter((other) => other.address === address && other.version === version && other.at - at < staleAfter)
      expect(same, `${address} of ${path}`).toHaveLength(1)
    }
  }
})

test('whoever is not signed in gets what sign-in shows and nothing else', async ({ page, sandbox }) => {
  const { cvms } = await sandbox.info()
  const { asked, left } = await opening(page, `/cvms/${cvms.onchainEoa}`, () =>
    expect(page.getByRole('textbox', { name: 'API key' })).toBeVisible(),
  )
  expect(left).toEqual([])
  expect(asked.filter(({ address }) => address.startsWith('/api/'))).toEqual([])
})

test('a link with a secret that a mail filter wrapped sends nothing of it', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  const { asked } = await opening(page, '/cvms/x%2Ffinish%23secret=canary-of-a-link', () =>
    expect(page.getByRole('heading', { level: 1 })).toBeVisible(),
  )
  expect(asked.slice(1).filter(({ address }) => address.includes('canary'))).toEqual([])
})
