import type { Locator, Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

/*
 * Nothing for which an owner must leave the console: what else there is to read of a CVM, the way back to an earlier revision, and everything
 * that can be done with its power, up to deleting it.
 */
test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const openTab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of this CVM' }).getByRole('link', { name }).click()
const region = (page: Page, name: string) => page.getByRole('region', { name })

test('logs, revisions and siblings of a CVM are read without leaving it', async ({ page, sandbox }) => {
  test.slow() // two pages are scanned in both themes
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.onchainEoa}?tab=logs`)
  const containers = region(page, 'Containers')
  await containers.getByRole('button', { name: /-1 / }).first().click()
  await expect(page.getByText(/request served path=/).first()).toBeVisible()
  await containers.getByRole('button', { name: /^Serial output/ }).click()
  await expect(region(page, 'Serial output').first()).toBeVisible()
  await expectNoAxeViolations(page)

  await openTab(page, 'Revisions')
  const compare = region(page, 'Compare two revisions')
  await compare.getByRole('combobox', { name: 'Before' }).selectOption({ index: 3 })
  await compare.getByRole('combobox', { name: 'After' }).selectOption({ index: 1 })
  await expect(compare.getByText(/^Compose file: the two revisions/).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 375, height: 700 })
  await expectNoSidewaysScrolling(page)

  await openTab(page, 'Siblings')
  await expect(region(page, 'CVMs of this app').getByRole('link', { name: 'Update this one (settlement-engine)' })).toBeVisible()
  await expect(region(page, 'CVMs of this app').getByText('may start')).toBeVisible()
  await expect(region(page, 'Devices of this app').getByText('allowed on-chain')).toBeVisible()
  await expectNoSidewaysScrolling(page)
})

test('Back and Forward find the place where one was, on the page of a CVM and in its form', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.setViewportSize({ width: 1280, height: 600 })
  const place = () => page.evaluate(() => Math.round(scrollY))
  await page.goto(`/cvms/${cvms.centralKms}`)
  await expect(region(page, 'Endpoints')).toBeVisible()
  await page.mouse.move(640, 300)
  await page.mouse.wheel(0, 400)
  await expect.poll(place).toBe(400)
  await page.getByRole('link', { name: 'Edit', exact: true }).focus()
  await page.evaluate(() => scrollTo(0, 400)) // the focus brought the link into sight
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /^Edit / })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Compose file' })).toBeVisible()
  await page.mouse.wheel(0, 700)
  await expect.poll(place).toBe(700)

  await page.goBack()
  await expect(region(page, 'Endpoints')).toBeVisible()
  await expect.poll(place).toBe(400)
  await page.goForward()
  await expect(page.getByRole('textbox', { name: 'Compose file' })).toBeVisible()
  await expect.poll(place).toBe(700)
})

test('on a narrow phone the open part is in sight in its row, however one came to it', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.setViewportSize({ width: 320, height: 700 })
  // A pixel of it lies under the row’s own line.
  const part = (name: string) => page.getByRole('navigation', { name: 'Parts of this CVM' }).getByRole('link', { name })
  await page.goto(`/cvms/${cvms.onchainEoa}?tab=logs`)
  await expect(part('Logs')).toBeInViewport({ ratio: 0.9 })
  await expect(part('Overview')).not.toBeInViewport()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(part('Overview')).toHaveAttribute('aria-current', 'page')
  await expect(part('Overview')).toBeInViewport({ ratio: 0.9 })
})

for (const width of [1440, 375]) {
  test(`at ${width} px, nothing moves on a CVM’s page or in its form when the chain and the machine have answered`, async ({
    page,
    sandbox,
  }) => {
    const { cvms, chainId } = await signedIn(page, sandbox)
    await page.setViewportSize({ width, height: 900 })
    const late = { times: 50, then: { delayMs: 5_000 } }
    await sandbox.faults([
      { method: 'POST', path: `/rpc/${chainId}`, ...late },
      { method: 'GET', path: '/api/v1/cvms/{id}/stats', ...late },
    ])
    const stays = async (places: Locator[], arrived: Locator) => {
      for (const place of places) await expect(place).toBeVisible()
      await expect(arrived, 'not yet').toHaveCount(0)
      const boxes = () => Promise.all(places.map((place) => place.boundingBox()))
      const before = await boxes()
      expect(before).not.toContain(null)
      await expect(arrived).toBeVisible({ timeout: 30_000 })
      expect(await boxes()).toEqual(before)
    }
    await page.goto(`/cvms/${cvms.onchainEoa}`)
    const trust = region(page, 'Trust')
    const terms = ['Owner', 'App contract', 'Running hash', 'Device', 'KMS contract'].map((term) => trust.getByText(term, { exact: true }))
    await stays([...terms, region(page, 'Endpoints')], trust.getByText(/^Read from the chain/))
    await page.goto(`/cvms/${cvms.onchainEoa}/edit`)
    // The field below it changes from a plain one into the editor meanwhile.
    await stays([region(page, 'Compose file').getByRole('heading')], page.getByText(/^In use now: .*, read /))
  })
}

test('a port is opened on the tab of the network, which has no barriers', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}?tab=network`)
  const ports = region(page, 'Exposed ports')
  await ports.getByRole('button', { name: 'Edit ports' }).click()
  await ports.getByRole('button', { name: 'Add a port' }).click()
  await ports
    .getByRole('textbox', { name: /^Port \d+ of the CVM$/ })
    .last()
    .fill('8443')
  await expectNoAxeViolations(page)
  await ports.getByRole('button', { name: 'Save ports' }).click()
  await expect(ports.getByText('8443/tcp')).toBeVisible()
  await page.setViewportSize({ width: 375, height: 700 })
  await expectNoSidewaysScrolling(page)
})

test('an earlier revision is looked at against the present one and put in force again', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}?tab=revisions`)
  await region(page, 'Revisions').getByRole('button', { name: 'Compare and go back' }).first().click()
  await expect(page.getByText(/^Going back restores the whole revision/)).toBeVisible()
  await page.getByRole('button', { name: 'Go back to this revision' }).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect(page.getByText(/^Done\. /)).toBeVisible({ timeout: 30_000 })
  const { requests } = await sandbox.inside(cvms.centralKms)
  const writes = requests.filter(({ method }) => method !== 'GET')
  expect(writes.map(({ path }) => path.replace(/rev_\w+/, 'rev'))).toEqual([`/api/v1/cvms/${cvms.centralKms}/revisions/rev/redeploy`])
  expect(writes[0]!.body).toBeNull()
})

test('a stopped CVM is started, shut down, started again, stopped, and deleted once its name was typed', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  const act = async (name: string) => {
    await page.getByRole('dialog').getByRole('button', { name }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await sandbox.clock(60)
  }
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await page.goto(`/cvms/${cvms.stopped}`)
  await page.getByRole('button', { name: 'Start' }).click()
  await act('Start')
  await expect(page.getByText('Started · Completed').first()).toBeVisible()
  await choose('Shut down')
  await act('Shut down')
  await page.getByRole('button', { name: 'Start' }).click()
  await act('Start')
  await choose('Stop now')
  await act('Stop now')
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible()

  await choose('Delete')
  const dialog = page.getByRole('dialog', { name: 'Delete nightly-report permanently?' })
  await expect(dialog.getByRole('button', { name: 'Delete permanently' })).toHaveAttribute('aria-disabled', 'true')
  await expectNoAxeViolations(page)
  await dialog.getByRole('textbox').fill('nightly-report')
  await dialog.getByRole('textbox').press('Enter')
  await expect(page).toHaveURL(/\/cvms$/)
  await expect(page.getByRole('link', { name: 'storefront-api' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'nightly-report' })).toHaveCount(0)
})
