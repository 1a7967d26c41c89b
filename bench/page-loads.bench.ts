import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { record } from './measurement.ts'

const { budgets } = JSON.parse(await readFile('package.json', 'utf8')) as { budgets: Record<'sign-in' | 'fleet' | 'css', number> }

test('What a first visit transfers (as sent, so with brotli; the budgets are of gzip and checked by `npm run budgets`)', async ({
  page,
  sandbox,
}) => {
  const signIn = await transferredKib(page, async () => {
    await page.goto('/sign-in')
    await expect(page.getByRole('textbox', { name: 'API key' })).toBeVisible()
  })
  recordLoad('sign-in', signIn)

  await signedIn(page, sandbox)
  const fleet = await transferredKib(page, async () => {
    await page.goto('/cvms')
    await expect(page.locator('tr[data-index] a').first()).toBeVisible()
  })
  recordLoad('fleet', fleet)
})

function recordLoad(name: 'sign-in' | 'fleet', { code, later, css, fonts, other, demo, headers, requests }: Transferred) {
  const beside = (budget: keyof typeof budgets) => ({ what: 'budget', value: budgets[budget] })
  const first = { values: [code], baseline: beside(name), bar: { atMost: budgets[name] } }
  record({ what: `${name}: document and scripts, until the page is painted`, unit: 'KiB', ...first })
  record({ what: `${name}: scripts that come after it`, unit: 'KiB', values: [later] })
  record({ what: `${name}: styles`, unit: 'KiB', values: [css], baseline: beside('css'), bar: { atMost: budgets.css } })
  record({ what: `${name}: fonts`, unit: 'KiB', values: [fonts] })
  record({ what: `${name}: data and pictures`, unit: 'KiB', values: [other] })
  record({ what: `${name}: the sandbox’s demo wallet, never there in live mode`, unit: 'KiB', values: [demo] })
  record({ what: `${name}: headers of all answers (a proxy with HTTP/2 packs them)`, unit: 'KiB', values: [headers] })
  record({ what: `${name}: requests`, unit: '', values: [requests], bar: { atMost: 25 } })
}

interface Transferred {
  /** Of document and scripts, what had arrived when the page was painted, by its largest text. */
  code: number
  /** And what followed. */
  later: number
  css: number
  fonts: number
  other: number
  demo: number
  headers: number
  requests: number
}

/** Bytes on the wire until the network is quiet, with an empty cache. */
async function transferredKib(page: Page, visit: () => Promise<void>): Promise<Transferred> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  const answers = new Map<string, { kind: keyof typeof bytes; headerBytes: number }>()
  const bytes = { code: 0, css: 0, fonts: 0, other: 0, demo: 0, headers: 0 }
  const kinds: Record<string, keyof typeof bytes> = { Document: 'code', Script: 'code', Stylesheet: 'css', Font: 'fonts' }
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const isDemo = new URL(response.url).pathname.startsWith('/sandbox/')
    answers.set(requestId, { kind: isDemo ? 'demo' : (kinds[type] ?? 'other'), headerBytes: response.encodedDataLength })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const answer = answers.get(requestId)
    if (!answer) return
    bytes.headers += answer.headerBytes
    bytes[answer.kind] += encodedDataLength - answer.headerBytes
  })
  await visit()
  await page.waitForLoadState('networkidle')
  await session.detach()
  const first = await page.evaluate(codeUntilPainted)
  const { code, css, fonts, other, demo, headers } = bytes
  const kib = (size: number) => size / 1024
  return {
    code: kib(first),
    later: kib(code - first),
    css: kib(css),
    fonts: kib(fonts),
    other: kib(other),
    demo: kib(demo),
    headers: kib(headers),
    requests: answers.size,
  }
}

/** Bytes of the document and of all scripts that had arrived by the largest paint. Runs in the page. */
async function codeUntilPainted(): Promise<number> {
  const paintedAt = await new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    })
  })
  const entries = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ] as PerformanceResourceTiming[]
  const isCode = ({ name, initiatorType }: PerformanceResourceTiming) =>
    initiatorType === 'navigation' || (name.endsWith('.js') && !new URL(name).pathname.startsWith('/sandbox/'))
  // The document itself goes on until its last resource; its text was there before any script.
  return entries
    .filter((entry) => isCode(entry) && (entry.initiatorType === 'navigation' || entry.responseEnd <= paintedAt))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
}
