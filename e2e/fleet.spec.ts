import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxInfo } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

const batchStopPath = '/api/v1/cvms/batch-stop'

test.describe.configure({ timeout: 120_000 })
// All forty rows are elements.
test.use({ viewport: { width: 1280, height: 1900 } })

const table = (page: Page) => page.getByRole('table', { name: 'CVMs' })
const rowOf = (page: Page, name: string) => table(page).getByRole('row', { name: new RegExp(`${name}\\b`) })
const tick = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` })
const bar = (page: Page) => page.getByRole('region', { name: 'Selection' })
/** Asks for an action on what is ticked. */
async function askFor(page: Page, action: RegExp) {
  await bar(page).getByRole('button', { name: 'Power' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}
const names = (page: Page) => table(page).locator('tr[data-index] a').allTextContents()

/** How often the page asks for each path. */
function countRequests(page: Page) {
  const counts = { list: 0, status: 0 }
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname === '/api/v1/cvms/paginated') counts.list++
    if (pathname === '/api/v1/status/batch') counts.status++
  })
  return counts
}

/** The ids of every batch stop that the page sends. */
function watchStops(page: Page): string[][] {
  const sent: string[][] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === batchStopPath) sent.push((request.postDataJSON() as { cvm_ids: string[] }).cvm_ids)
  })
  return sent
}

interface Listed {
  id: string
  name: string
  status: string
  in_progress: boolean
}

async function fleetOf(baseURL: string, info: SandboxInfo): Promise<Listed[]> {
  const answer = await fetch(`${baseURL}/api/v1/cvms/paginated?page=1&page_size=100`, {
    headers: { 'X-API-Key': info.keys.owner, 'X-Phala-Version': '2026-01-21' },
  })
  return ((await answer.json()) as { items: Listed[] }).items
}

/** Two that run, and those with a part to play. */
async function cast(baseURL: string, info: SandboxInfo) {
  const fleet = await fleetOf(baseURL, info)
  const nameOf = (id: string) => fleet.find((cvm) => cvm.id === id)!.name // ids that the sandbox itself names
  return {
    running: [nameOf(info.cvms.centralKms), nameOf(info.cvms.onchainSafe)] as const,
    stopped: nameOf(info.cvms.stopped),
    busy: nameOf(info.cvms.busy),
    missing: nameOf(info.cvms.missingInstanceId),
  }
}

async function openFleet(page: Page, search = '') {
  await page.goto(`/cvms${search}`)
  await expect(table(page).locator('tr[data-index]').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Columns and rows' })).toBeVisible()
}

test('search, filter and order are in the address, and Back from a CVM finds them again', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await openFleet(page)
  const all = Number(await table(page).getAttribute('aria-rowcount')) - 1
  await page.getByRole('searchbox').fill('e')
  await expect(page).toHaveURL(/[?&]q=e/)
  await page.getByRole('button', { name: /^Running/ }).click()
  await expect(page).toHaveURL(/state=running/)
  await table(page).getByRole('button', { name: 'Name' }).click()
  await expect(page).toHaveURL(/sort=name/)
  const shown = Number(await table(page).getAttribute('aria-rowcount')) - 1
  expect(shown).toBeGreaterThan(1)
  expect(shown).toBeLessThan(all)
  const before = await names(page)
  expect(before).toEqual(before.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))

  await table(page).locator('tr[data-index] a').first().click()
  await expect(page).toHaveURL(/\/cvms\/cvm_/)
  await page.goBack()
  await expect(page.getByRole('searchbox')).toHaveValue('e')
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(shown + 1))
  expect(await names(page)).toEqual(before)
})

test('ticks are counted, kept through filters, refreshes and a look at one CVM, and cleared only by a press', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await openFleet(page)
  const [first, second, third, fourth] = await names(page)
  await tick(page, first!).check()
  await expect(bar(page)).toContainText('1 selected')
  await tick(page, fourth!).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('4 selected')
  await expect(tick(page, second!)).toBeChecked()
  await tick(page, third!).uncheck()
  await expect(bar(page)).toContainText('3 selected')
  await expect(page).toHaveURL(/\/cvms$/) // a press on the box is not one on the row

  await page.getByRole('searchbox').fill(first!)
  await expect(bar(page)).toContainText('3 selected · 2 not shown by the filters')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await table(page).getByRole('link', { name: first! }).click()
  await expect(page).toHaveURL(/\/cvms\/cvm_/)
  await page.goBack()
  await expect(bar(page)).toContainText('3 selected')
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: /^Stopped/ }).click()
  const stopped = Number(await table(page).getAttribute('aria-rowcount')) - 1
  await bar(page).getByRole('button', { name: 'Clear selection' }).click()
  await expect(bar(page)).toHaveCount(0)
  const all = page.getByRole('checkbox', { name: 'Select all of CVMs' })
  await expect(all).toBeFocused()
  await page.keyboard.press('Space')
  await expect(bar(page)).toContainText(`${stopped} selected`)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(bar(page)).toContainText(`${stopped} selected`)
})

test('a restart and a stop of many say what they do and to which CVMs, and then what became of each', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const info = await signedIn(page, sandbox)
  const { running, stopped, busy } = await cast(baseURL!, info)
  const sent = watchStops(page)
  await openFleet(page)
  for (const name of [...running, stopped, busy]) await tick(page, name).check()

  // The answer of one restart is lost, and it is looked up instead of being sent again.
  const restarts: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('/restart')) restarts.push(pathname)
  })
  await sandbox.faults([{ method: 'POST', path: `/api/v1/cvms/${info.cvms.centralKms}/restart`, then: 'drop-after' }])
  await askFor(page, /^Restart 2 of 4/)
  const asked = page.getByRole('dialog', { name: 'Restart 2 of 4 CVMs?' })
  await expect(asked.getByRole('row', { name: new RegExp(`^${stopped}\\b`) })).toContainText('Only a running CVM can be restarted.')
  await asked.getByRole('button', { name: 'Restart 2 CVMs' }).click()
  const results = page.getByRole('dialog', { name: 'Results' })
  await expect(results).toContainText('2 restarting, 2 left out')
  for (const name of running) await expect(results.getByRole('row', { name: new RegExp(`^${name}\\b`) })).toContainText('Accepted')
  expect(restarts.toSorted(), 'one request for each that can, and no more').toEqual(
    [info.cvms.centralKms, info.cvms.onchainSafe].map((id) => `/api/v1/cvms/${id}/restart`).toSorted(),
  )
  await results.getByRole('button', { name: 'Done' }).click()
  for (const name of running) await expect(rowOf(page, name)).toContainText('Running')

  await askFor(page, /^Stop/)
  const dialog = page.getByRole('dialog', { name: 'Stop 2 of 4 CVMs?' })
  await expect(dialog).toContainText('Power is cut immediately')
  for (const name of [...running, stopped, busy]) await expect(dialog.getByRole('row', { name: new RegExp(`^${name}\\b`) })).toBeVisible()
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect(sent, 'asking sends nothing').toEqual([])

  await askFor(page, /^Stop/)
  await dialog.getByRole('button', { name: 'Stop 2 CVMs' }).click()
  const done = page.getByRole('dialog', { name: 'Results' })
  await expect(done).toContainText('2 stopping, 2 left out')
  for (const name of running) await expect(done.getByRole('row', { name: new RegExp(`^${name}\\b`) })).toContainText('Accepted')
  await expect(done.getByRole('row', { name: new RegExp(`^${stopped}\\b`) })).toContainText('This CVM is already stopped.')
  await expect(done.getByRole('row', { name: new RegExp(`^${busy}\\b`) })).toContainText('Another operation is running on this CVM.')
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
  expect(sent, 'only what can be stopped is sent').toEqual([[expect.any(String), expect.any(String)]])
  await done.getByRole('button', { name: 'Done' }).click()
  for (const name of running) await expect(rowOf(page, name)).toContainText('Stopped')
})

test('a batch stop whose answer is lost is looked up, one that never arrived is told and tried again', async ({
  page,
  sandbox,
  baseURL,
}) => {
  const info = await signedIn(page, sandbox)
  const { running } = await cast(baseURL!, info)
  const sent = watchStops(page)
  await openFleet(page)
  await tick(page, running[0]).check()
  await sandbox.faults([{ method: 'POST', path: batchStopPath, then: 'drop-after' }])
  await askFor(page, /^Stop/)
  await page.getByRole('button', { name: 'Stop 1 CVM' }).click()
  const done = page.getByRole('dialog', { name: 'Results' })
  await expect(done).toContainText('1 stopping')
  await done.getByRole('button', { name: 'Done' }).click()
  expect(sent).toHaveLength(1)

  await bar(page).getByRole('button', { name: 'Clear selection' }).click()
  await tick(page, running[1]).check()
  await sandbox.faults([{ method: 'POST', path: batchStopPath, then: { status: 503, body: { detail: 'Not now' } } }])
  await askFor(page, /^Stop/)
  await page.getByRole('button', { name: 'Stop 1 CVM' }).click()
  await expect(done).toContainText('1 failed')
  await expect(done).toContainText('No usable answer came (Not now) and it is running. It was not sent again.')
  await done.getByRole('button', { name: 'Try 1 again' }).click()
  await expect(done).toContainText('1 stopping')
  expect(sent).toHaveLength(3)
})

test.describe('a hundred and twenty at once', () => {
  test.use({ world: { fleetSize: 120 } })

  test('go out in requests of at most 50; a page that is closed in between forgets nothing and sends nothing twice', async ({
    page,
    sandbox,
  }) => {
    await signedIn(page, sandbox)
    const sent = watchStops(page)
    await openFleet(page)
    await expect(table(page)).toHaveAttribute('aria-rowcount', '121')
    await page.getByRole('checkbox', { name: 'Select all of CVMs' }).check()
    await expect(bar(page)).toContainText('120 selected')
    await askFor(page, /^Stop/)
    await expect(page.getByRole('dialog')).toContainText('3 requests of at most 50')
    // The second request reaches nobody before the page is closed.
    await sandbox.faults([
      { method: 'POST', path: batchStopPath, then: { delayMs: 0 } },
      { method: 'POST', path: batchStopPath, then: { delayMs: 600_000 } },
    ])
    const second = page.waitForRequest((request) => new URL(request.url()).pathname === batchStopPath && sent.length === 2)
    await page.getByRole('button', { name: /^Stop \d+ CVMs$/ }).click()
    await second
    await page.reload()
    // What may have been sent is looked at twice before anything is said of it.
    await expect(page.getByText('A stop of 120 CVMs was interrupted when its page was closed.')).toBeVisible({ timeout: 60_000 })
    await expectNoAxeViolations(page)
    expect(sent, 'looking sends nothing').toHaveLength(2)

    await page.getByRole('button', { name: 'Show results' }).click()
    const done = page.getByRole('dialog', { name: 'Results' })
    const sumOf = async () => {
      const summary = (await done.locator('output').textContent())!
      return [...summary.matchAll(/\d+/g)].reduce((total, [count]) => total + Number(count), 0)
    }
    await expect(done.locator('output')).toContainText(/\d+ not sent/)
    expect(await sumOf()).toBe(120)
    await done.getByRole('button', { name: /^Try \d+ again$/ }).click()
    // The button of the results before is still there for a moment.
    await expect.poll(() => sent.slice(2).flat()).toEqual(expect.arrayContaining(sent[1]!))
    await expect(done.getByRole('button', { name: 'Done' })).toBeVisible()
    expect(await sumOf()).toBe(120)
    expect(sent.every((ids) => ids.length <= 50)).toBe(true)
    const [first, lost, ...later] = sent
    expect(later.flat().filter((id) => first!.includes(id))).toEqual([])
    expect(later.flat()).toEqual(expect.arrayContaining(lost!))
    await done.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await expect(bar(page).or(table(page).locator('tr[data-index]').first())).toBeVisible()
    await expect(page.getByText(/^A stop of/)).toHaveCount(0)
  })
})

test('an admin hands what is ticked, or what the filters show, to the Instance IDs page', async ({ page, sandbox, baseURL }) => {
  const info = await signedIn(page, sandbox, 'admin')
  const { missing, running } = await cast(baseURL!, info)
  await openFleet(page)
  await tick(page, missing).check()
  await tick(page, running[0]).check()
  await bar(page).getByRole('button', { name: 'Refresh instance IDs' }).click()
  await expect(page.getByRole('radio', { name: 'Ticked in the fleet table' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Preview 2 CVMs' })).toBeVisible()

  await page.goBack()
  await expect(bar(page)).toContainText('2 selected')
  await page.getByLabel(/^No instance ID/).check()
  const shown = Number(await table(page).getAttribute('aria-rowcount')) - 1
  await page.getByRole('button', { name: `Refresh instance IDs of these ${shown}` }).click()
  await expect(page.getByRole('radio', { name: 'Shown by the fleet’s filter' })).toBeChecked()
  await page.getByRole('button', { name: new RegExp(`^Preview ${shown} CVM`) }).click()
  await expect(page.getByText('Preview: nothing is written yet')).toBeVisible()
})

test('who is no admin is not offered to refresh instance IDs', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await openFleet(page, '?instance=missing')
  await page.getByRole('checkbox', { name: 'Select all of CVMs' }).check()
  await expect(bar(page).getByRole('button', { name: 'Power' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Refresh instance IDs/ })).toHaveCount(0)
})

test('columns are chosen with the keyboard and stay chosen after a reload; what orders the rows stays in sight', async ({
  page,
  sandbox,
}) => {
  await signedIn(page, sandbox)
  await openFleet(page)
  const header = (name: string) => table(page).getByRole('columnheader', { name })
  await expect(header('Created')).toHaveCount(0)
  await page.getByRole('button', { name: 'Columns and rows' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('State')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(header('State')).toHaveCount(0)
  await page.getByLabel('Created').check()
  await expect(header('Created')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Columns and rows' })).toBeFocused()
  expect(page.url()).toMatch(/\/cvms$/)

  await page.reload()
  await expect(header('Created')).toBeVisible()
  await expect(header('State')).toHaveCount(0)
  await page.goto('/cvms?sort=state')
  await expect(header('State')).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('button', { name: 'Columns and rows' }).click()
  await expect(page.getByLabel('State')).toBeDisabled()
  await page.getByRole('button', { name: 'Reset columns' }).click()
  await expect(header('Created')).toHaveCount(0)
})

test('columns are moved and made wider with the keyboard or a pointer, rows made compact, and all of it stays after a reload', async ({
  page,
  sandbox,
}) => {
  await signedIn(page, sandbox)
  await page.setViewportSize({ width: 1440, height: 900 })
  await openFleet(page)
  const names = () => table(page).getByRole('columnheader').allInnerTexts()
  const header = (name: string) => table(page).getByRole('columnheader', { name })
  const widthOf = async (name: string) => Math.round((await header(name).boundingBox())!.width)
  /** By its left edge, in two steps; gives what the head was before. */
  const dragEdge = async (name: string, by: number) => {
    const box = (await header(name).boundingBox())!
    await page.mouse.move(box.x, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + by / 3, box.y + 10)
    await page.mouse.move(box.x + by, box.y + 10)
    await page.mouse.up()
    return box
  }
  const before = await names()
  const node = before.indexOf('Node')

  await page.getByRole('button', { name: 'Columns and rows' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: 'State', exact: true })).toBeFocused()
  await page.getByRole('button', { name: 'Move Node to the left' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(names).toEqual(before.with(node - 1, 'Node').with(node, before[node - 1]!))
  await expect(page.getByRole('button', { name: 'Move Node to the left' })).toBeFocused()
  await page.getByRole('button', { name: 'Move Node to the right' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(names).toEqual(before)
  await expect(page.getByRole('button', { name: 'Move Node to the right' })).toBeFocused()
  await page.getByRole('button', { name: 'Move Node to the left' }).click()
  await expect(page.getByRole('button', { name: 'Move State to the left' })).toHaveAttribute('aria-disabled', 'true')
  const narrow = await widthOf('Node')
  await page.getByRole('button', { name: 'Make Node wider' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => widthOf('Node')).toBe(narrow + 24)
  await page.getByRole('radio', { name: 'Compact' }).check()
  const rowHeight = async () => Math.round((await table(page).getByRole('row').nth(1).boundingBox())!.height)
  await expect.poll(rowHeight).toBe(28)
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')

  // The edge follows the pointer.
  const edge = await dragEdge('State', -60)
  await expect.poll(() => widthOf('State')).toBe(Math.round(edge.width) + 60)
  expect(Math.round((await header('State').boundingBox())!.x)).toBe(Math.round(edge.x) - 60)

  await page.reload()
  await expect.poll(names).toEqual(before.with(node - 1, 'Node').with(node, before[node - 1]!))
  expect(await widthOf('State')).toBe(Math.round(edge.width) + 60)
  expect(await widthOf('Node')).toBe(narrow + 24)
  expect(await rowHeight()).toBe(28)
  // There is a least width, and who drags on stays at it.
  for (const further of [500, 40]) {
    await dragEdge('State', further)
    await expect.poll(() => widthOf('State')).toBe(56)
  }
  const moved = (await header('State').boundingBox())!
  await page.mouse.dblclick(moved.x, moved.y + 10)
  await expect.poll(() => widthOf('State')).toBe(Math.round(edge.width))
  // It follows too where the table is wider than its frame, and stays there when it is let go.
  await page.setViewportSize({ width: 900, height: 900 })
  const frame = table(page).locator('..')
  await expect.poll(() => frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true)
  await header('State').scrollIntoViewIfNeeded()
  const at = await dragEdge('State', -50)
  await expect.poll(() => widthOf('State')).toBe(Math.round(at.width) + 50)
  expect(Math.abs((await header('State').boundingBox())!.x - (at.x - 50))).toBeLessThan(2)

  await page.getByRole('button', { name: 'Columns and rows' }).click()
  await page.getByRole('button', { name: 'Reset columns' }).click()
  await expect.poll(names).toEqual(before)
})

test('only what is in transition is asked for often, the list rarely, and in a hidden tab nothing', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.clock.install()
  const counts = countRequests(page)
  const statusAnswer = () => page.waitForResponse((response) => response.url().endsWith('/api/v1/status/batch'))
  await openFleet(page)
  await expect(page.getByText('40 CVMs')).toBeVisible()
  const lists = counts.list
  for (let polls = 0; polls < 3; polls++) {
    const answer = statusAnswer()
    await page.clock.runFor(2_000)
    await answer
  }
  expect(counts.status).toBeGreaterThanOrEqual(3)
  expect(counts.list, 'the list within the first seconds').toBe(lists)

  const turn = (state: 'hidden' | 'visible') =>
    page.evaluate((to) => {
      Object.defineProperty(document, 'visibilityState', { value: to, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  await turn('hidden')
  const before = { ...counts }
  await page.clock.runFor(180_000)
  expect(counts, 'requests of a hidden tab').toEqual(before)

  const renewed = page.waitForResponse((response) => response.url().includes('/api/v1/cvms/paginated'))
  await turn('visible')
  await renewed
  expect(counts.list).toBe(before.list + 1)
})

test.describe('ten thousand CVMs', () => {
  test.use({ world: { fleetSize: 10_000 } })
  test.setTimeout(180_000)

  test('arrive a few pages at a time, are at most 60 row elements, and are searched and sorted as a whole', async ({ page, sandbox }) => {
    await signedIn(page, sandbox)
    const underWay = new Set<unknown>()
    let mostAtOnce = 0
    page.on('request', (request) => {
      if (!request.url().includes('/cvms/paginated')) return
      underWay.add(request)
      mostAtOnce = Math.max(mostAtOnce, underWay.size)
    })
    page.on('requestfinished', (request) => underWay.delete(request))
    await openFleet(page)
    await expect(page.getByText(/^10,000 CVMs$/)).toBeVisible({ timeout: 120_000 })
    expect(mostAtOnce).toBeLessThanOrEqual(4)
    await expect(table(page)).toHaveAttribute('aria-rowcount', '10001')
    const rows = table(page).locator('tr[data-index]')
    const frame = table(page).locator('..')
    expect(await rows.count()).toBeLessThanOrEqual(60)

    await page.setViewportSize({ width: 1280, height: 2400 })
    for (const top of [200_000, 100_000, 359_000]) {
      await frame.evaluate((element, to) => element.scrollTo({ top: to }), top)
      await expect(rows.nth(5)).toBeVisible()
      expect(await rows.count()).toBeLessThanOrEqual(60)
    }
    await page.getByRole('checkbox', { name: 'Select all of CVMs' }).check()
    await expect(bar(page)).toContainText('10,000 selected')
    await table(page).getByRole('button', { name: 'Name' }).click()
    await expect(page).toHaveURL(/sort=name/)
    await frame.evaluate((element) => element.scrollTo({ top: 0 }))
    await expect(rows.first()).toHaveAttribute('aria-rowindex', '2')
    const sorted = await names(page)
    expect(sorted).toEqual(sorted.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' })))
    await page.getByRole('searchbox').fill(sorted[0]!)
    await expect(bar(page)).toContainText(/10,000 selected · 9,99\d not shown by the filters/)
    expect(await rows.count()).toBeLessThanOrEqual(60)
  })
})

test('on a phone the fleet, its selection and a stop fit the width', async ({ page, sandbox, baseURL }) => {
  await page.setViewportSize({ width: 375, height: 812 })
  const info = await signedIn(page, sandbox)
  const { running } = await cast(baseURL!, info)
  await page.goto(`/cvms?q=${running[0]}`)
  await tick(page, running[0]).check()
  await expect(bar(page)).toBeInViewport()
  await expectNoSidewaysScrolling(page)
  await expectNoAxeViolations(page)
  // Beside everything that a search adds to its row, what is searched for can still be read.
  const searched = await page.getByRole('searchbox', { name: 'Search by name or id' }).boundingBox()
  expect(searched!.width).toBeGreaterThanOrEqual(128)
  await askFor(page, /^Stop/)
  await page.getByRole('button', { name: 'Stop 1 CVM' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 stopping')
  await expectNoSidewaysScrolling(page)
  await expectNoAxeViolations(page, { within: '[role=dialog]' })
})
