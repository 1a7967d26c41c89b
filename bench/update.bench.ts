import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/wallet/wallet-test.ts'
import { signedIn } from '../e2e/fixtures/signed-in.ts'
import { runtimeConfigSchema } from '@/api/schemas/runtime-config.ts'
import { usualPace } from '@/updates/engine/update-world.ts'
import { createEngine } from './engine-update.ts'
import { median, record } from './measurement.ts'
import { updateByScript } from './sdk-script.ts'

const runs = 60
const warmUps = 5
/** Of the whole page, which takes ten times as long. */
const pageRuns = 20
const compose = (version: number) => `services:\n  web:\n    image: nginx:1.29.${version}\n`

/** Added to each answer of the API and of the chain: none, so that only the work counts, and about what lies between a browser and a server. */
for (const latencyMs of [0, 40]) {
  test.describe(() => {
    test.use({ world: { fleetSize: 8, applySeconds: 1, latencyMs } })

    test(`An update that its contract has to allow, from Apply to accepted: ${latencyMs} ms an answer, a block a transaction, a wallet that approves at once`, async ({
      page,
      sandbox,
      gateway,
      wallet,
    }) => {
      const { keys, accounts, cvms, worldId, chainId } = await signedIn(page, sandbox)
      if (latencyMs > 0) {
        await sandbox.faults([{ method: 'POST', path: `/rpc/${chainId}`, times: 1_000_000, then: { delayMs: latencyMs } }])
      }
      const cvmId = cvms.onchainEoa
      const config = runtimeConfigSchema.parse(await (await fetch(`${gateway.url}/config.json`)).json())
      const chain = config.chains.find(({ id }) => id === chainId)!
      const { privateKey } = accounts.owner
      const engine = await createEngine({ gatewayUrl: gateway.url, apiKey: keys.owner, worldId, chain, privateKey })
      const asScript = { gatewayUrl: gateway.url, chainId, apiKey: keys.owner, privateKey, cvmId, pollingMs: usualPace.chainMs }

      let version = 0
      const byScript = () => updateByScript({ ...asScript, composeYaml: compose(++version) })
      const byEngine = async () => {
        const { fromRequest, withLook } = await engine.update(cvmId, compose(++version))
        withLooks.push(withLook)
        return fromRequest
      }
      const byPage = () => updateInPage(page, cvmId, ++version)
      const script: number[] = []
      const engineAlone: number[] = []
      const withLooks: number[] = []
      const wholePage: number[] = []
      const measure = async (update: () => Promise<number>, into: number[], isWarmUp: boolean) => {
        const took = await update()
        if (!isWarmUp) into.push(took)
        // What was accepted has ended, so that the CVM takes the next one.
        await sandbox.clock(60)
      }
      // Turn by turn, and each of both first as often as the other: whatever else the machine does meets them alike.
      for (let run = -warmUps; run < runs; run++) {
        const pair = [() => measure(byScript, script, run < 0), () => measure(byEngine, engineAlone, run < 0)]
        for (const update of run % 2 === 0 ? pair : pair.toReversed()) await update()
      }
      for (let run = -warmUps; run < pageRuns; run++) await measure(byPage, wholePage, run < 0)
      expect(wallet.count('eth_sendTransaction')).toBe(pageRuns + warmUps)

      const baseline = { what: 'script', value: median(script) }
      record({ what: 'a script: PATCH, addComposeHash with the checks of the vendor’s SDK, PATCH', unit: 'ms', values: script })
      const bar = { ratioAtMost: latencyMs === 0 ? 1.05 : 1 }
      record({
        what: 'the app’s engine and signing step, from the request on as the script',
        unit: 'ms',
        values: engineAlone,
        baseline,
        bar,
      })
      record({
        what: 'the same with its look at the server before, which the script does not make',
        unit: 'ms',
        values: withLooks.slice(warmUps),
        baseline,
      })
      record({ what: 'the whole page, every button pressed as soon as it can be', unit: 'ms', values: wholePage, baseline })
    })
  })
}

async function updateInPage(page: Page, cvmId: string, version: number): Promise<number> {
  await page.goto(`/cvms/${cvmId}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  await editor.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(`# change ${version}`)
  await page.getByRole('button', { name: 'Review' }).click()
  const apply = page.getByRole('button', { name: /^Apply/ })
  await expect(apply).not.toHaveAttribute('aria-disabled', 'true')
  await page.waitForLoadState('networkidle')
  await page.evaluate(pressWhatCanBePressed)
  const accepted = page.waitForResponse((response) => response.request().headers()['x-transaction-hash'] !== undefined, {
    timeout: 60_000,
  })
  await apply.click()
  const response = await accepted
  expect(response.status()).toBe(202)
  await response.finished()
  const { startTime, responseEnd } = response.request().timing()
  return startTime + responseEnd - (await page.evaluate(() => globalThis.appliedAt))
}

declare global {
  // oxlint-disable-next-line no-var -- what a declaration of a global needs
  var appliedAt: number
}

/** Notes when Apply is pressed, and then looks at every frame for the next button on the way through wallet and signature. Runs in the page. */
function pressWhatCanBePressed() {
  addEventListener('click', ({ timeStamp }) => (globalThis.appliedAt = performance.timeOrigin + timeStamp), { capture: true, once: true })
  let chosenAt = -Infinity
  const press = (name: string, within: ParentNode) => {
    const button = [...within.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name)
    if (!button || button.getAttribute('aria-disabled') === 'true') return false
    button.click()
    return true
  }
  const look = () => {
    const signingDialog = document.querySelector('[role=dialog]')
    if (!signingDialog) press('Sign', document.querySelector('main')!)
    else {
      // A second try only after a while: a wallet refuses a second question while the first is open.
      if (performance.now() - chosenAt > 2000 && press('MetaMask', signingDialog)) chosenAt = performance.now()
      press('Sign', signingDialog)
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
