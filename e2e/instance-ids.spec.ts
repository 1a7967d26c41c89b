import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'

const batchPath = '/api/v1/cvms/instance-ids'

interface BatchBody {
  cvm_ids: string[]
  running_only: boolean
  missing_only: boolean
  overwrite: boolean
  limit: number
  dry_run: boolean
}

/** The whole list as the admin's API tells it, text by text. */
async function wholeList(baseURL: string, sandbox: SandboxControl): Promise<string> {
  const { keys } = await sandbox.info()
  const answer = await fetch(`${baseURL}/api/v1/cvms/paginated?page=1&page_size=100`, {
    headers: { 'X-API-Key': keys.admin, 'X-Phala-Version': '2026-01-21' },
  })
  return answer.text()
}

/** Stored instance IDs by CVM name. */
async function storedIds(baseURL: string, sandbox: SandboxControl): Promise<Map<string, string | null>> {
  const { items } = JSON.parse(await wholeList(baseURL, sandbox)) as { items: { name: string; instance_id?: string | null }[] }
  return new Map(items.map(({ name, instance_id }) => [name, instance_id ?? null]))
}

/** Every batch request the page sends, as it was sent. */
function watchBatches(page: Page): BatchBody[] {
  const bodies: BatchBody[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === batchPath) bodies.push(request.postDataJSON() as BatchBody)
  })
  return bodies
}

async function signIn(page: Page, who: RegExp) {
  await page.goto('/instance-ids')
  await page.getByRole('button', { name: who }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Instance IDs' })).toBeVisible()
}

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const writeButton = (page: Page) => page.getByRole('button', { name: /^Write / })

async function preview(page: Page) {
  await page.getByRole('button', { name: /^Preview \d/ }).click()
  await expect(page.getByText('Preview: nothing is written yet')).toBeVisible()
}

test('an admin previews missing instance IDs, sees that nothing is written, and writes exactly what was shown', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const bodies = watchBatches(page)
  const before = await wholeList(baseURL!, sandbox)
  await signIn(page, /admin/i)
  await page.getByText('Request').click()
  const shown = JSON.parse((await page.locator('pre[aria-label="Request"]').textContent())!) as BatchBody
  await preview(page)
  expect(bodies[0], 'what was shown is what was sent').toEqual(shown)
  expect(await wholeList(baseURL!, sandbox), 'the world after a dry run').toBe(before)
  expect(bodies.every((body) => body.dry_run && body.limit === body.cvm_ids.length)).toBe(true)

  await expect(rowOf(page, 'edge-proxy')).toContainText('To write')
  await expectNoAxeViolations(page)
  const writable = Number(
    await page
      .getByRole('button', { name: /To write$/ })
      .locator('span')
      .first()
      .textContent(),
  )
  await expect(writeButton(page)).toHaveText(new RegExp(`^Write ${writable} instance IDs? in 1 request`))
  await writeButton(page).click()

  await expect(page.getByText(new RegExp(`^Done in .*: ${writable} instance IDs? written`))).toBeVisible()
  await page.getByLabel('Find a CVM').fill('edge-proxy')
  await expect(rowOf(page, 'edge-proxy')).toContainText('Written')
  expect((await storedIds(baseURL!, sandbox)).get('edge-proxy')).toMatch(/^[0-9a-f]{40}$/)
  const [first, check, write, ...more] = bodies
  expect(more).toEqual([])
  expect(check).toMatchObject({ dry_run: true, cvm_ids: write!.cvm_ids })
  expect(write).toMatchObject({ dry_run: false, overwrite: false, limit: writable })
  expect(write!.cvm_ids.every((id) => first!.cvm_ids.includes(id))).toBe(true)
  await expectNoAxeViolations(page)
})

test('a conflict is overwritten only when it was ticked and its number typed, in a request of its own', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const bodies = watchBatches(page)
  const before = await storedIds(baseURL!, sandbox)
  await signIn(page, /admin/i)
  await page.getByLabel('Missing instance IDs only').uncheck()
  await page.getByText('Overwriting').click()
  await page.getByLabel('Allow overwriting').check()
  await preview(page)
  await page.getByRole('button', { name: 'Look at the conflicts' }).click()
  await rowOf(page, 'mail-relay').getByRole('checkbox').check()
  await expect(writeButton(page)).toContainText('1 of them over another ID')
  await expectNoAxeViolations(page)
  await writeButton(page).press('Enter')
  expect(
    bodies.every((body) => body.dry_run),
    'without the typed number nothing is sent',
  ).toBe(true)

  await page.getByLabel(/^Type 1 to confirm/).fill('1')
  await writeButton(page).click()
  await expect(page.getByText(/^Done in /)).toBeVisible()
  const after = await storedIds(baseURL!, sandbox)
  expect(after.get('mail-relay')).not.toBe(before.get('mail-relay'))
  expect(after.get('push-fanout')).toBe(before.get('push-fanout'))
  const overwriting = bodies.filter((body) => body.overwrite)
  expect(overwriting).toHaveLength(1)
  expect(overwriting[0]!.cvm_ids).toHaveLength(1)
})

test('a CVM that changed after the preview is left out and says so', async ({ page, sandbox, baseURL }) => {
  await signIn(page, /admin/i)
  await preview(page)
  const { keys, cvms } = await sandbox.info()
  await fetch(`${baseURL}/api/v1/cvms/${cvms.missingInstanceId}/instance-id`, {
    method: 'PATCH',
    headers: { 'X-API-Key': keys.admin, 'content-type': 'application/json' },
    body: '{}',
  })
  await writeButton(page).click()
  await expect(page.getByText(/^Done in /)).toBeVisible()
  await page.getByRole('button', { name: /Changed since preview$/ }).click()
  await expect(rowOf(page, 'edge-proxy')).toContainText('Changed since preview')

  const bodies = watchBatches(page)
  await page.getByRole('button', { name: /^Preview (?:this one|these \d+) again$/ }).click()
  await expect(page.getByText('Preview: nothing is written yet')).toBeVisible()
  expect(bodies[0]!.cvm_ids).toContain(cvms.missingInstanceId)
  expect(bodies[0]!.limit, 'only what deserves another look').toBeLessThan(40)
  await expect(page.getByRole('group', { name: 'Results of the preview' }).getByRole('button', { name: /To write$/ })).toHaveText(/^0/)
})

test('a preview older than 24 hours cannot be applied, says so, and is made anew with one press', async ({ page }) => {
  const bodies = watchBatches(page)
  await page.clock.install()
  await signIn(page, /admin/i)
  await preview(page)
  const asked = bodies.flatMap((body) => body.cvm_ids)
  await page.clock.fastForward('24:00:30')
  await expect(page.getByText('This preview is more than 24 hours old, so it cannot be applied any more.')).toBeVisible()
  await expectNoAxeViolations(page)
  await writeButton(page).press('Enter')
  await page.getByRole('button', { name: /^Preview these \d+ CVMs again$/ }).click()
  await expect(writeButton(page)).not.toHaveAttribute('aria-disabled', 'true')
  expect(bodies.every((body) => body.dry_run)).toBe(true)
  expect(bodies.flatMap((body) => body.cvm_ids)).toEqual([...asked, ...asked])
})

test('when the answer to a write is lost, the page looks before it decides, and no row is written twice', async ({ page, sandbox }) => {
  const bodies = watchBatches(page)
  await signIn(page, /admin/i)
  await preview(page)
  // One for the check, one for the write.
  await sandbox.faults([
    { method: 'PATCH', path: batchPath, then: { delayMs: 10 } },
    { method: 'PATCH', path: batchPath, then: 'drop-after' },
  ])
  await writeButton(page).click()
  await expect(page.getByText(/^Done in /)).toBeVisible()
  const writes = bodies.filter((body) => !body.dry_run)
  expect(writes).toHaveLength(1)
  await expect(page.getByText(/^Done in /)).toContainText(`: ${writes[0]!.limit} instance ID`)
  expect(bodies.at(-1)).toMatchObject({ dry_run: true, running_only: false, missing_only: false, overwrite: false })
})

test('a run that a reload interrupts is found again and resumed', async ({ page, sandbox }) => {
  await signIn(page, /admin/i)
  await page.getByLabel('IDs per request').fill('1')
  await preview(page)
  await sandbox.faults([{ method: 'PATCH', path: batchPath, times: 100, then: { delayMs: 500 } }])
  await writeButton(page).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('main').getByText('This run was interrupted.')).toBeVisible()
  await expectNoAxeViolations(page)
  await sandbox.clearFaults()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText(/^Done in /)).toBeVisible()
  await expect(page.getByRole('group', { name: 'Outcomes' })).not.toContainText(/Unknown|Changed|Not sent/)
})

test('pasted ids are read, marked and corrected; bad ones, 501 and an edited plan change nothing', async ({ page, sandbox, baseURL }) => {
  const bodies = watchBatches(page)
  const before = await wholeList(baseURL!, sandbox)
  const { cvms } = await sandbox.info()
  await signIn(page, /admin/i)
  await page.getByLabel('Pasted or uploaded ids').check()
  await page.getByLabel('CVM ids').fill(`${cvms.missingInstanceId}\n=HYPERLINK("x")\n${cvms.missingInstanceId} cvm_nobody`)
  await expect(page.getByText('1 entry is not a CVM id.')).toBeVisible()
  await expect(page.getByText('1 id not in the loaded fleet')).toBeVisible()
  await page.getByRole('button', { name: 'Preview 2 CVMs' }).press('Enter')
  expect(bodies).toEqual([])
  await page.getByRole('button', { name: 'Exclude' }).click()
  for (const size of ['501', '0']) {
    await page.getByLabel('IDs per request').fill(size)
    await expect(page.getByText('A whole number from 1 to 500.')).toBeVisible()
    await page.getByRole('button', { name: 'Preview 2 CVMs' }).press('Enter')
    expect(bodies).toEqual([])
  }
  await page.getByLabel('IDs per request').fill('500')
  await preview(page)
  await expect(rowOf(page, 'cvm_nobody')).toContainText('Error')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export plan' }).click()
  const plan = await readFile(await (await download).path(), 'utf8')
  await page.getByRole('button', { name: 'Discard' }).click()
  const asFile = (text: string) => ({ name: 'plan.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page.getByLabel('Exported plan').setInputFiles(asFile(plan.replace('cvm_nobody', 'cvm_somebody')))
  await expect(page.getByText(/its digest no longer fits its content/)).toBeVisible()
  await page.getByLabel('Exported plan').setInputFiles(asFile(plan))
  await expect(page.getByText(/opened from a file. Its digest fits/)).toBeVisible()
  expect(await wholeList(baseURL!, sandbox)).toBe(before)
})

test('a megabyte of ids is answered at once, with a clear limit', async ({ page }) => {
  await signIn(page, /admin/i)
  await page.getByLabel('Pasted or uploaded ids').check()
  const text = Array.from({ length: 60_000 }, (_, n) => `cvm_${String(n).padStart(13, '0')}`).join('\n')
  await page.getByLabel('File with CVM ids').setInputFiles({ name: 'ids.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await expect(page.getByText('60,000 ids: at most 10,000 ids at once.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Preview 0 CVMs' })).toHaveAttribute('aria-disabled', 'true')
})

test('ids of another workspace are marked before anything is asked, and a preview of them changes nothing', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const { keys } = await sandbox.info()
  const others = async () => {
    const answer = await fetch(`${baseURL}/api/v1/cvms/paginated?page=1&page_size=100`, {
      headers: { 'X-API-Key': keys.other, 'X-Phala-Version': '2026-01-21' },
    })
    return answer.text()
  }
  const before = await others()
  const [foreign] = (JSON.parse(before) as { items: { id: string }[] }).items
  await signIn(page, /admin/i)
  await page.getByLabel('Pasted or uploaded ids').check()
  await page.getByLabel('CVM ids').fill(foreign!.id)
  await expect(page.getByText(/^1 id (?:not in the loaded fleet|of another workspace)/)).toBeVisible()
  await preview(page)
  await expect(page.getByRole('row', { name: new RegExp(foreign!.id.slice(-4)) })).toBeVisible()
  expect(await others()).toBe(before)
})

test('someone who is no admin sees "not permitted" by address as well, and no data is asked for', async ({ page }) => {
  const bodies = watchBatches(page)
  await signIn(page, /workspace owner/i)
  await expect(page.getByText('Not permitted')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Preview/ })).toHaveCount(0)
  await expect(page.getByText('edge-proxy', { exact: false })).toHaveCount(0)
  await expectNoAxeViolations(page)
  expect(bodies).toEqual([])
})

test('where the server does not say who one is, the page says that this is why', async ({ page, sandbox }) => {
  await signIn(page, /admin/i)
  await sandbox.faults([{ method: 'GET', path: '/api/v1/auth/me', times: 10, then: { status: 503, body: { detail: 'Not now' } } }])
  await page.reload()
  await expect(page.getByText(/whether you are one could not be read/)).toBeVisible()
  await sandbox.clearFaults()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: /^Preview \d/ })).toBeVisible()
})

test('the whole job can be done with the keyboard alone, and the focus follows what is pressed away', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 600 })
  await signIn(page, /admin/i)
  await expect(page.getByRole('button', { name: /^Preview \d/ })).toBeEnabled()
  const pressThrough = async (target: Locator) => {
    for (let presses = 0; presses < 60; presses++) {
      if (await target.evaluate((element) => element.matches(':focus-visible'))) {
        await expect(target, 'what has the focus').toBeInViewport()
        return page.keyboard.press(await target.evaluate((element) => (element.matches('input') ? 'Space' : 'Enter')))
      }
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never reached ${target.toString()}`)
  }
  await page.getByRole('radio', { name: 'All loaded CVMs' }).focus()
  await pressThrough(page.getByLabel('Missing instance IDs only'))
  await pressThrough(page.getByText('Overwriting'))
  await pressThrough(page.getByLabel('Allow overwriting'))
  await pressThrough(page.getByRole('button', { name: /^Preview \d/ }))
  await expect(writeButton(page)).toBeVisible()
  await pressThrough(page.getByRole('button', { name: 'Look at the conflicts' }))
  await expect(page.locator(':focus')).toContainText('Tick the CVMs whose stored ID is wrong.')
  await pressThrough(rowOf(page, 'mail-relay').getByRole('checkbox'))
  await pressThrough(rowOf(page, 'mail-relay').getByRole('checkbox'))
  await pressThrough(writeButton(page))
  await expect(page.getByText(/^Done in /)).toBeInViewport()
  const outcome = page.getByRole('region', { name: 'Preview and outcome' })
  await expect(outcome).toBeFocused()
  await pressThrough(outcome.getByRole('button', { name: 'Close' }))
  await expect(outcome).toBeFocused()
})
