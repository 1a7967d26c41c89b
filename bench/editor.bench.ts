import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { machineBaseline, measureInside, toPaint } from './in-page.ts'
import { record } from './measurement.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const limitBytes = 200 * 1024
const runs = 5

test('Compose editor and difference, 200 KiB', async ({ page, sandbox, baseURL }) => {
  const { keys, cvms } = await signedIn(page, sandbox)
  const cvmId = cvms.centralKms
  const text = largeCompose()
  const answer = await fetch(`${baseURL}/api/v1/cvms/${cvmId}`, {
    method: 'PATCH',
    headers: { 'X-API-Key': keys.owner, 'X-Phala-Version': '2026-01-21', 'content-type': 'application/json' },
    body: JSON.stringify({ docker_compose_file: text }),
  })
  expect(answer.status, await answer.text()).toBe(202)
  await sandbox.clock(60)

  await measureInside(page)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  const opened: number[] = []
  for (let run = 0; run < runs; run++) {
    await page.goto(`/cvms/${cvmId}`)
    const edit = page.getByRole('link', { name: 'Edit', exact: true }).first()
    await expect(edit).toBeVisible()
    await page.waitForLoadState('networkidle')
    opened.push(await toPaint(page, 'click', linesShown, () => edit.click()))
  }
  const machine = await machineBaseline(page)
  record({ what: 'the machine’s task', unit: 'ms', values: machine.values })
  record({
    what: 'press on Edit to editor painted (a fresh page that was idle before, and fetched its code and files then)',
    unit: 'ms',
    values: opened,
    baseline: machine,
    bar: { atMost: 300 },
  })

  await editor.click()
  for (const [where, shortcut] of [
    ['the first line', 'Control+Home'],
    ['the last line', 'Control+End'],
  ] as const) {
    await page.keyboard.press(shortcut)
    const typed: number[] = []
    for (const key of '# typed by hand') typed.push(await toPaint(page, 'keydown', textShown, () => page.keyboard.press(key)))
    record({ what: `key to painted text, on ${where}`, unit: 'ms', values: typed, baseline: machine, bar: { atMost: 50 } })
  }

  for (const [what, step] of [
    ['every 10th line changed', 10],
    ['every 2nd line changed', 2],
  ] as const) {
    const changed = withChangedLines(text, step)
    await page.getByLabel('Upload Compose file').setInputFiles({ name: 'compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(changed) })
    const { workerMs, longestTaskMs } = await review(page)
    record({ what: `difference in its worker, ${what}`, unit: 'ms', values: [workerMs], baseline: machine, bar: { atMost: 500 } })
    record({ what: `longest task of the page meanwhile, ${what}`, unit: 'ms', values: [longestTaskMs], baseline: machine })
    await page.goto(`/cvms/${cvmId}/edit`)
    await expect(editor).toHaveAttribute('contenteditable', 'true')
  }
})

async function review(page: Page): Promise<{ workerMs: number; longestTaskMs: number }> {
  const button = page.getByRole('button', { name: 'Review' })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await page.evaluate(() => {
    bench.longTasks.length = 0
    bench.workers.length = 0
  })
  await button.click()
  await expect(page.getByRole('region', { name: 'Difference of Compose file' })).toBeVisible()
  return page.evaluate(() => ({
    workerMs: Math.max(...bench.workers.filter(({ script }) => script.includes('text-diff')).map(({ ms }) => ms)),
    longestTaskMs: Math.max(0, ...bench.longTasks),
  }))
}

/** Valid, and as long as one may be: many services with environment and labels. */
function largeCompose(): string {
  let text = 'services:\n'
  for (let service = 0; ; service++) {
    const next = [
      `  service-${service}:`,
      `    image: registry.example.com/team/service-${service}:1.${service}.0`,
      '    environment:',
      ...Array.from({ length: 12 }, (_, index) => `      SETTING_${index}: value ${service * 31 + index} of service ${service}`),
      '    restart: unless-stopped',
      '',
    ].join('\n')
    if (text.length + next.length > limitBytes - 2048) return text
    text += next
  }
}

/** As long as before: the limit is near. */
const withChangedLines = (text: string, step: number) =>
  text
    .split('\n')
    .map((line, index) => (index % step === 0 ? line.replace(': value', ': other') : line))
    .join('\n')

// Both read the page's editor, which lives in a shadow root.
const linesShown = () => [...document.querySelectorAll('main div')].some(({ shadowRoot }) => shadowRoot?.querySelector('.cm-line'))
const textShown = () =>
  [...document.querySelectorAll('main div')].find(({ shadowRoot }) => shadowRoot)?.shadowRoot?.querySelector('.cm-activeLine')?.textContent
