import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import { signedIn } from './fixtures/signed-in.ts'

const command = fileURLToPath(new URL(`../${process.env['CONSOLE_DIST'] ?? 'dist'}/server/verify.mjs`, import.meta.url))

/** The command's exit code for a saved proof. */
const exitCode = (...options: string[]) =>
  promisify(execFile)(process.execPath, [command, ...options]).then(
    () => 0,
    (error: { code: number }) => error.code,
  )

test('a proof is checked in the browser, saved, and checked again by somebody signed out and by the command', async ({
  page,
  sandbox,
  browser,
  gateway,
}, testInfo) => {
  test.slow() // a page is scanned in both themes on the way
  const info = await signedIn(page, sandbox)
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  await page.goto(`/cvms/${info.cvms.onchainEoa}`)
  await expect(page.getByRole('link', { name: 'Attestation' })).toBeVisible()
  expect(workers).toEqual([])
  await page.getByRole('link', { name: 'Attestation' }).click()
  const links = page.getByRole('list', { name: 'Links of the chain' })
  await expect(links.getByText('holds')).toHaveCount(12)
  await expect(links.getByText('sandbox root, not Intel')).toHaveCount(12)
  await expect(
    page.getByText('What runs is the file that was approved: every link from the hardware to the file holds.', { exact: false }),
  ).toBeVisible()
  expect(workers).toHaveLength(1)

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the proof' }).click()
  const file = testInfo.outputPath('proof.json')
  await (await saved).saveAs(file)

  const stranger = await browser.newContext({ baseURL: gateway.url })
  const visitor = await stranger.newPage()
  const asked: string[] = []
  visitor.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await visitor.goto('/verify')
  await visitor.getByLabel('Saved proof').setInputFiles(file)
  await expect(visitor.getByText('Nothing contradicts it, but 3 links of 12 could not be checked.', { exact: false })).toBeVisible()
  expect(asked.filter((path) => path.startsWith('/api/') || path.startsWith('/rpc/'))).toEqual([])
  await expectNoAxeViolations(visitor)
  await visitor.getByRole('button', { name: 'Read the contract now' }).click()
  await expect(
    visitor.getByText('What ran was the file that was approved: every link from the hardware to the file holds.', { exact: false }),
  ).toBeVisible()
  await stranger.close()

  const root = join(mkdtempSync(join(tmpdir(), 'sandbox-root-')), 'root.der')
  writeFileSync(root, Buffer.from((await sandbox.evidence(info.cvms.onchainEoa)).root, 'base64'))
  expect(await exitCode(file, '--sandbox-root', root, '--rpc', info.rpcUrl)).toBe(0)
  expect(await exitCode(file, '--sandbox-root', root, '--json')).toBe(2)
  expect(await exitCode(file, '--rpc', info.rpcUrl)).toBe(1)
  expect(await exitCode(command)).toBe(3)
})

test('a forged quote fails whatever the server says of it, another file fails, and a missing quote is unknown', async ({
  page,
  sandbox,
}) => {
  const info = await signedIn(page, sandbox)
  const cvmId = info.cvms.centralKms
  const quote = Buffer.from((await sandbox.evidence(cvmId)).quote!, 'hex')
  quote[200]! ^= 1
  await sandbox.faults([
    {
      method: 'GET',
      path: '/api/v1/cvms/{id}/attestation',
      then: { patchBody: { verified: true, app_certificates: [{ quote: quote.toString('hex'), verified: true }] } },
    },
  ])
  await page.goto(`/cvms/${cvmId}?tab=attestation`)
  await expect(page.getByText('The chain is broken at “The quote is signed by genuine hardware”.', { exact: false })).toBeVisible()

  await sandbox.breakEvidence(cvmId, 'file')
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('The chain is broken at “The file shown is the file that was measured”.', { exact: false })).toBeVisible({
    timeout: 20_000,
  })

  await sandbox.breakEvidence(cvmId, 'offline')
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Nothing contradicts it, but 12 links of 12 could not be checked.')).toBeVisible({ timeout: 20_000 })

  // Without collateral nobody can judge a signature, and the quote is handed in by a press alone.
  await sandbox.breakEvidence(cvmId, null)
  await sandbox.faults([
    { method: 'GET', path: '/api/v1/attestations/collateral/{id}', times: 2, then: { status: 404, body: { detail: 'Not found' } } },
  ])
  await page.getByRole('button', { name: 'Check again' }).click()
  const handIn = page.getByRole('button', { name: 'Hand the quote in and check again' })
  await handIn.click({ timeout: 20_000 })
  await expect(handIn).toBeHidden({ timeout: 20_000 })
})

test('ticked CVMs are proved in the fleet, each in its row', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await sandbox.breakEvidence(cvms.onchainEoa, 'file')
  await page.goto('/cvms')
  const rows = page.getByRole('row')
  for (const name of ['storefront-api', 'settlement-engine'])
    await rows
      .filter({ hasText: name })
      .first()
      .getByRole('checkbox', { name: `Select ${name}` })
      .check()
  await page.getByRole('button', { name: 'Prove' }).click()
  await expect(page.getByRole('columnheader', { name: 'Proof' })).toBeInViewport({ ratio: 1 })
  await expect(rows.filter({ hasText: 'storefront-api' }).getByText('proved')).toBeVisible()
  await expect(rows.filter({ hasText: 'settlement-engine' }).getByText('fails')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save 2 outcomes' })).toBeVisible()
  await page.setViewportSize({ width: 375, height: 800 })
  const onPhone = rows.filter({ hasText: 'settlement-engine' }).getByText('fails')
  await onPhone.scrollIntoViewIfNeeded()
  await expect(onPhone).toBeInViewport({ ratio: 1 })
})
