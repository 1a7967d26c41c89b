import type { BrowserContext, Page, Request } from '@playwright/test'
import { type SeededRandom, seededRandom } from '../../sandbox/seeded-random.ts'
import { typeIntoCompose } from '../fixtures/compose-editor.ts'
import { expect } from '../fixtures/gateway.ts'
import type { SandboxControl, SandboxInfo } from '../fixtures/sandbox-control.ts'
import { signedIn } from '../fixtures/signed-in.ts'
import type { Hex, WalletController } from '../wallet/wallet-controller.ts'
import { type Disturbance, drawSchedule, drawWalletAnswer, type Happening, type WayOfWriting } from './disturbances.ts'
import { type Ending, endingIn, lookAt, type Place, placesIn, pressWhatIsOffered, type View } from './person.ts'

const betweenLooksSeconds = 2
/** After so many looks nothing new goes wrong. */
const calmAfterLooks = 60
const mostLooks = 400

/** One update of one CVM through the page, from its edit to its end, while things go wrong. */
export class FaultSchedule {
  readonly log: string[] = []
  readonly violations: string[] = []
  // One for each that draws, so that a hesitation more or less does not change what the wallet does.
  readonly #random: SeededRandom
  readonly #walletsRandom: SeededRandom
  readonly #personsRandom: SeededRandom
  readonly #seed: number
  readonly #context: BrowserContext
  readonly #sandbox: SandboxControl
  readonly #wallet: WalletController
  readonly #inFlight = new Map<Page, Set<Request>>()
  #info!: SandboxInfo
  #cvmId = ''
  readonly #way: WayOfWriting
  #before = new Set<string>()
  #pages: Page[] = []
  #looks = 0
  #reached = new Map<Place, number>()
  #disturbances: Disturbance[] = []
  #isCalm = false
  #wasReorganised = false
  #applied = 0
  /** How often the wallet had been asked when its present answer was drawn. */
  #answerDrawnAt = -1
  #isHanging = false
  #judged = 0
  #last = ''

  constructor(seed: number, context: BrowserContext, sandbox: SandboxControl, wallet: WalletController) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.#walletsRandom = seededRandom(seed + 1_000_000)
    this.#personsRandom = seededRandom(seed + 2_000_000)
    this.#way = seededRandom(seed + 3_000_000).chance(0.3) ? 'composeFile' : 'patch'
    this.#context = context
    this.#sandbox = sandbox
    this.#wallet = wallet
    context.on('request', (request) => this.#requestsOf(request)?.add(request))
    const ended = (request: Request) => this.#requestsOf(request)?.delete(request)
    context.on('requestfinished', ended)
    context.on('requestfailed', ended)
  }

  note(text: string) {
    this.log.push(`${String(this.#looks).padStart(4)} ${text}`)
  }

  async run(page: Page) {
    const random = this.#random
    this.#info = await signedIn(page, this.#sandbox)
    this.#cvmId = random.chance(0.85) ? this.#info.cvms.onchainEoa : this.#info.cvms.centralKms
    this.#before = new Set((await this.#operations()).map(({ correlation_id }) => correlation_id))
    this.#disturbances = drawSchedule(random, this.#way)
    await this.#context.clock.install()
    this.#welcome(page)
    await this.#edit(page)
    let ending: Ending | null = null
    await expect
      .poll(async () => (ending = await this.#look()), { intervals: [0], timeout: 100_000, message: 'the update comes to an end' })
      .not.toBeNull()
      .catch((error: unknown) => this.violations.push(`stuck at “${this.#last}”: ${String(error).split('\n')[0]}`))
    await this.#calm()
    await this.#check(ending)
  }

  async #edit(page: Page) {
    await page.goto(`/cvms/${this.#cvmId}/edit`)
    const resizes = this.#random.chance(0.1)
    // Resources do not go along with a whole manifest.
    if (resizes && this.#way === 'patch') {
      await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
    } else {
      await typeIntoCompose(page, `\n# schedule ${this.#seed}`)
    }
    if (this.#way === 'composeFile') {
      const section = page.getByRole('region', { name: 'App compose (advanced)' })
      await section.getByRole('switch', { name: 'Wait for a secure clock' }).click()
    }
    await page.getByRole('button', { name: 'Review' }).click()
    await expect(page.getByRole('button', { name: /^Apply/ })).toBeVisible()
  }

  // --- tabs

  #welcome(page: Page) {
    this.#pages.push(page)
    this.#inFlight.set(page, new Set())
  }

  #requestsOf(request: Request): Set<Request> | undefined {
    const page = request.serviceWorker() ? undefined : request.frame().page()
    return page && this.#inFlight.get(page)
  }

  async #open() {
    const page = await this.#context.newPage()
    this.#welcome(page)
    await page.goto(`/cvms/${this.#cvmId}/update`)
  }

  // --- one look

  async #look(): Promise<Ending | null> {
    this.#looks += 1
    if (this.#looks > mostLooks) throw new Error(`no end after ${mostLooks} looks`)
    if (this.#looks === calmAfterLooks) await this.#calm()
    const views = new Map<Page, View>()
    await Promise.all(this.#pages.map(async (page) => views.set(page, await lookAt(page))))
    const seen = [...views.values()].flatMap(placesIn)
    for (const place of seen) if (!this.#reached.has(place)) this.#reached.set(place, this.#looks)
    if (seen.join() !== this.#last) this.note(`sees ${(this.#last = seen.join()) || 'nothing known'}`)
    const endings = [...views.values()].map(endingIn)
    const ending = endings.find((one) => one !== null)
    if (ending) return ending
    if (!this.#isCalm) await this.#disturb()
    this.#answerWallet(seen)
    for (const [page, view] of views) {
      const index = this.#pages.indexOf(page)
      if (index === -1) continue // killed meanwhile
      // oxlint-disable-next-line no-await-in-loop -- one person
      const pressed = await pressWhatIsOffered(page, view, {
        random: this.#personsRandom,
        apiKey: this.#info.keys.owner,
        isCalm: this.#isCalm,
        isAlone: this.#pages.length === 1,
        hasOpenPrompt: this.#wallet.waiting().includes('eth_sendTransaction'),
      })
      if (pressed) this.note(`tab ${index} presses ${pressed}`)
      if (pressed?.includes('Apply')) this.#applied += 1
    }
    await this.#judgeSent()
    await this.#letTimePass()
    return null
  }

  /** As long as an answer is on its way the page's clock stays, or each request would be given up. */
  async #letTimePass() {
    if ([...this.#inFlight.values()].some((requests) => requests.size > 0)) return
    await this.#sandbox.clock(betweenLooksSeconds)
    await this.#context.clock.fastForward(betweenLooksSeconds * 1_000)
  }

  // --- the wallet

  #answerWallet(seen: Place[]) {
    const [wallet, random] = [this.#wallet, this.#walletsRandom]
    if (wallet.waiting().length > 0) {
      if (!this.#isCalm && !random.chance(0.15)) return
      if (!this.#isCalm && random.chance(0.5)) wallet.rejectNext('eth_sendTransaction')
      this.note('the prompt is answered')
      wallet.release()
      this.#isHanging = false
      return
    }
    const asked = wallet.count('eth_sendTransaction')
    if (this.#isCalm || !seen.includes('signing') || this.#answerDrawnAt === asked) return
    this.#answerDrawnAt = asked
    if (this.#isHanging) return
    const answer = drawWalletAnswer(random)
    this.note(`next time the wallet ${answer}`)
    if (answer === 'refuses') wallet.rejectNext('eth_sendTransaction')
    if (answer === 'fails') wallet.failNext('eth_sendTransaction', 'before')
    if (answer === 'fails after sending') wallet.failNext('eth_sendTransaction', 'after')
    if (answer === 'hangs') {
      // Only signatures: a person who connects looks at the wallet.
      wallet.hold('eth_sendTransaction')
      this.#isHanging = true
    }
  }

  /** A new transaction, other than one in place of an earlier one, is right only where all earlier ones can no longer happen. */
  async #judgeSent() {
    const { sent } = this.#wallet
    for (; this.#judged < sent.length; this.#judged++) {
      const { hash, nonce, data } = sent[this.#judged]!
      this.note(`sent ${hash.slice(0, 10)} with nonce ${nonce}`)
      const rivals = sent.slice(0, this.#judged).filter((one) => one.data === data && one.nonce !== nonce)
      // oxlint-disable-next-line no-await-in-loop -- few
      const fates = await Promise.all(rivals.map((one) => this.#fate(one.hash)))
      if (fates.some((fate) => fate !== 'impossible'))
        this.violations.push(`a second transaction, ${hash}, while the first is ${fates.join()}`)
    }
  }

  async #fate(hash: Hex): Promise<'pending' | 'mined' | 'impossible'> {
    const receipt = await this.#askNode<{ status: Hex } | null>('eth_getTransactionReceipt', hash)
    if (receipt) return receipt.status === '0x1' ? 'mined' : 'impossible'
    return (await this.#askNode('eth_getTransactionByHash', hash)) === null ? 'impossible' : 'pending'
  }

  /** Through whatever is ordered to fail on the way. */
  async #askNode<Answer>(method: string, hash: Hex): Promise<Answer> {
    for (let left = 20; ; left--) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- until it is heard
        const answer = await fetch(this.#info.rpcUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [hash] }),
        })
        // oxlint-disable-next-line no-await-in-loop -- as above
        return ((await answer.json()) as { result: Answer }).result
      } catch (error) {
        if (left === 0) throw error
      }
    }
  }

  // --- what goes wrong

  async #disturb() {
    for (const one of this.#disturbances) {
      const since = this.#reached.get(one.at)
      if (since === undefined || this.#looks < since + one.looks) continue
      this.#disturbances = this.#disturbances.filter((other) => other !== one)
      this.note(`-- ${one.name}`)
      // oxlint-disable-next-line no-await-in-loop -- in the order of the schedule
      await this.#happen(one.happens).catch((error: unknown) => this.note(`   not possible: ${String(error).slice(0, 100)}`))
      if (one.lasts !== undefined) {
        const end: Happening = { kind: 'chain', control: { automine: true } }
        this.#disturbances.push({ name: `end of ${one.name}`, at: one.at, looks: this.#looks - since + one.lasts, happens: end })
      }
    }
  }

  async #happen(what: Happening): Promise<unknown> {
    const [page] = this.#pages as [Page]
    switch (what.kind) {
      case 'fault':
        return this.#sandbox.faults([what.fault])
      case 'chain':
        if (what.control.reorg) this.#wasReorganised = true
        return this.#sandbox.chain(what.control)
      case 'replace': {
        const last = this.#wallet.sent.at(-1)
        if (!last || (await this.#fate(last.hash)) !== 'pending') return null
        return what.how === 'cancel' ? this.#wallet.cancel(last.hash) : this.#wallet.speedUp(last.hash)
      }
      case 'reload':
        return page.reload()
      case 'kill':
        this.#pages.shift()
        this.#inFlight.delete(page)
        await page.close()
        return this.#pages.length === 0 ? this.#open() : null
      case 'second tab':
        return this.#pages.length === 1 ? this.#open() : null
      case 'signed elsewhere': {
        const { app, hash } = await this.#ticket(page)
        return this.#sandbox.chain({ execute: { as: this.#info.accounts.owner.address, to: app, data: `0xdfc77223${hash}` } })
      }
      case 'prepared update expires':
      default:
        return this.#sandbox.clock(15 * 86_400)
    }
  }

  /** From the page: what someone would be told who signs on another device. */
  async #ticket(page: Page) {
    const kept = await page.evaluate(() => Object.values({ ...localStorage }).join('\n'))
    const app = /"appContract":"(0x[0-9a-f]{40})"/.exec(kept)?.[1]
    const hash = /"composeHash":"([0-9a-f]{64})"/.exec(kept)?.[1]
    if (!app || !hash) throw new Error('nothing to sign yet')
    return { app, hash }
  }

  async #calm() {
    if (this.#isCalm) return
    this.#isCalm = true
    this.note('-- calm')
    await this.#sandbox.clearFaults()
    await this.#sandbox.chain({ automine: true })
    if (this.#wallet.waiting().length === 0) this.#wallet.release()
  }

  // --- afterwards

  async #operations() {
    const answer = await fetch(`${this.#info.apiPrefix}/cvms/${this.#cvmId}/operations`, {
      headers: { 'X-API-Key': this.#info.keys.owner, 'X-Phala-Version': '2026-01-21' },
    })
    return ((await answer.json()) as { items: { correlation_id: string }[] }).items
  }

  async #check(ending: Ending | null) {
    const say = (text: string) => void this.violations.push(text)
    await this.#judgeSent()
    if (ending === 'differs') say('done without what was asked for')
    if (ending === 'failed' && !this.#wasReorganised) say('failed')
    const ran = (await this.#operations()).filter(({ correlation_id }) => !this.#before.has(correlation_id))
    if (ran.length > this.#applied) say(`${ran.length} updates ran after ${this.#applied} presses`)

    const sent = this.#wallet.sent.filter(({ data }) => data.startsWith('0xdfc77223'))
    const { requests } = await this.#sandbox.inside(this.#cvmId)
    const confirmed = requests.map(({ headers }) => headers['x-transaction-hash']).filter((hash) => hash !== undefined)
    const isKnown = (hash: string) => sent.some((one) => one.hash === hash) || this.log.some((line) => line.endsWith('-- signed elsewhere'))
    for (const hash of confirmed) if (!isKnown(hash)) say(`confirmed with a foreign transaction ${hash}`)
    const fates = await Promise.all(sent.map(({ hash }) => this.#fate(hash)))
    const mined = new Set(sent.filter((_, index) => fates[index] === 'mined').map(({ hash }) => hash))
    if (mined.size > 1) say(`${mined.size} transactions were mined for one hash`)

    const [page] = this.#pages as [Page]
    await page.goto('/unfinished')
    if (ending) await expect(page.getByText('Nothing is unfinished'), 'the shelf of unfinished updates').toBeVisible()
  }
}
