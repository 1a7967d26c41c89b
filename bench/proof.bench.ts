import { expect, test } from '../e2e/fixtures/gateway.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { machineBaseline, measureInside } from './in-page.ts'
import { longestTask } from './main-thread.ts'
import { record } from './measurement.ts'

test.use({ world: { fleetSize: 8 } })

const runs = 7

test('Proof of a CVM, from the press on Attestation to its verdict', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await measureInside(page)
  const answers: number[] = []
  const longest: number[] = []
  for (let run = 0; run < runs; run++) {
    await page.goto(`/cvms/${cvms.onchainEoa}`)
    const attestation = page.getByRole('link', { name: 'Attestation', exact: true })
    await expect(attestation).toBeVisible()
    await page.waitForLoadState('networkidle')
    longest.push(
      await longestTask(page, async () => {
        await attestation.click()
        await expect(page.getByRole('list', { name: 'Links of the chain', exact: true }).getByText('holds', { exact: true })).toHaveCount(
          12,
        )
      }),
    )
    const { workers } = await page.evaluate(() => globalThis.bench)
    answers.push(workers.find(({ script }) => script.includes('measure.worker'))!.ms)
  }
  const machine = await machineBaseline(page)
  record({ what: 'the machine’s task', unit: 'ms', values: machine.values })
  record({
    what: 'evidence checked in its worker, which starts with it (from the question to the answer)',
    unit: 'ms',
    values: answers,
    baseline: machine,
    bar: { atMost: 500 },
  })
  record({
    what: 'longest task of the main thread meanwhile',
    unit: 'ms',
    values: longest,
    baseline: machine,
    bar: { atMost: 50 },
  })
})
