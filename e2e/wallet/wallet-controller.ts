import type { BrowserContext } from '@playwright/test'
import { privateKeyToAccount } from 'viem/accounts'
import { announceWallet, type PageAnswer } from './announce-wallet.ts'

export type Hex = `0x${string}`

export interface WalletOptions<Name extends string> {
  /** The first is selected. */
  accounts: Record<Name, { address: Hex; privateKey: Hex }>
  /** Where the wallet itself reaches a chain, by chain id. */
  rpcUrls: Record<number, string>
  /** The chain it starts on; the first of `rpcUrls` unless told. */
  chainId?: number
  /** Chains it can switch to without adding them first; those of `rpcUrls` and the starting one unless told. */
  knownChains?: number[]
}

export interface SeenRequest {
  method: string
  params: unknown
  origin: string
}

export interface SentTransaction {
  hash: Hex
  from: Hex
  nonce: number
  to: Hex | undefined
  data: Hex
  value: bigint
  gas: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

interface TransactionRequest {
  from: Hex
  to?: Hex
  data?: Hex
  value?: Hex
  gas?: Hex
  nonce?: Hex
  chainId?: Hex
}

/** What real wallets ask the person about. */
const prompting = new Set([
  'eth_requestAccounts',
  'wallet_requestPermissions',
  'wallet_switchEthereumChain',
  'wallet_addEthereumChain',
  'eth_sendTransaction',
  'personal_sign',
])

class WalletError extends Error {
  readonly code: number
  readonly data: unknown
  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

const hexNumber = (value: number | bigint): Hex => `0x${value.toString(16)}`

/**
 * A wallet in the hands of the test: MetaMask by name and behaviour, without a window. It approves whatever it is asked, unless told
 * otherwise. All state, the keys above all, stays in Node, so a reload of the page changes nothing.
 */
export class WalletController<Name extends string = string> {
  /** Every request a page made, in order. */
  readonly seen: SeenRequest[] = []
  /** Every transaction it signed and sent, replacements included. */
  readonly sent: SentTransaction[] = []

  readonly #context: BrowserContext
  readonly #accounts: Record<Name, { address: Hex; privateKey: Hex }>
  readonly #rpcUrls: Record<number, string>
  readonly #knownChains: Set<number>
  readonly #permitted = new Set<string>()
  readonly #asking = new Set<string>()
  readonly #rejections: string[] = []
  readonly #failures: { method: string; when: 'before' | 'after' }[] = []
  readonly #silent = new Set<string>()
  /** What pages see of it, the selected one first. */
  #shown: Name[]
  #chainId: number
  #locked = false
  #gas: bigint | null = null
  #held: { method: string | undefined } | null = null
  /** Open prompts. As in MetaMask the first is shown, and the next one behind it: "1 of 2". */
  #waiting: { method: string; answer: (isApproved: boolean) => void }[] = []
  #lastSend: Promise<unknown> = Promise.resolve()
  #rpcId = 0

  private constructor(context: BrowserContext, options: WalletOptions<Name>) {
    this.#context = context
    this.#accounts = options.accounts
    this.#rpcUrls = options.rpcUrls
    const reachable = Object.keys(options.rpcUrls).map(Number)
    this.#chainId = options.chainId ?? reachable[0]!
    this.#knownChains = new Set(options.knownChains ?? [...reachable, this.#chainId])
    this.#shown = [Object.keys(options.accounts)[0] as Name]
  }

  /** Puts the wallet into every page that the context opens from now on. */
  static async install<Name extends string>(context: BrowserContext, options: WalletOptions<Name>): Promise<WalletController<Name>> {
    const wallet = new WalletController(context, options)
    await context.exposeBinding('walletControllerRequest', ({ frame }, method: string, params: unknown) =>
      wallet.#answer(new URL(frame.url()).origin, method, params),
    )
    await context.addInitScript(announceWallet)
    return wallet
  }

  // ---- what the person does

  /** The next prompt for `method` is answered with no. */
  rejectNext(method: string) {
    this.#rejections.push(method)
  }

  /** The next `method` fails in general words, which tell nobody whether it was carried out: `after` means that it was. */
  failNext(method: string, when: 'before' | 'after') {
    this.#failures.push({ method, when })
  }

  /** Prompts, or those for one method, stay open from now on, as if nobody looked at the wallet. */
  hold(method?: string) {
    this.#held ??= { method }
  }

  /** Approves what waits, in order, and everything that comes. */
  release() {
    this.#held = null
    for (const { answer } of this.#waiting.splice(0)) answer(true)
  }

  /** Answers the prompt that is shown; the next one comes forward and stays open. */
  answerFirst(how: 'approve' | 'reject') {
    const first = this.#waiting.shift()
    if (!first) throw new Error('No prompt is open')
    first.answer(how === 'approve')
  }

  /** The methods whose prompts are open right now, the one that is shown first. */
  waiting(): string[] {
    return this.#waiting.map(({ method }) => method)
  }

  /** Sends with this gas limit, as a person may set it in the wallet, instead of the one that the node suggests. */
  limitGas(gas: bigint | null) {
    this.#gas = gas
  }

  /** Requests of this method get no answer at all from now on, as from a wallet that is stuck. */
  silence(method: string) {
    this.#silent.add(method)
  }

  /** Selects another account, as in the wallet's own menu. */
  async setAccount(name: Name) {
    await this.showAccounts(name)
  }

  /** Lets pages see these accounts, in this order. */
  async showAccounts(...names: [Name, ...Name[]]) {
    this.#shown = names
    await this.#emitToPermitted('accountsChanged', this.#addresses())
  }

  /** Switches the network, as in the wallet's own menu. */
  async setChain(chainId: number) {
    this.#knownChains.add(chainId)
    if (this.#chainId === chainId) return
    this.#chainId = chainId
    await this.#emit('chainChanged', hexNumber(chainId), () => true)
  }

  /** Takes every page's permission away. */
  async disconnect() {
    const permitted = new Set(this.#permitted)
    this.#permitted.clear()
    await this.#emit('accountsChanged', [], (origin) => permitted.has(origin))
  }

  /** Asks for the password again: pages keep their permission and see no account. */
  async lock() {
    this.#locked = true
    await this.#emitToPermitted('accountsChanged', [])
  }

  async unlock() {
    this.#locked = false
    await this.#emitToPermitted('accountsChanged', this.#addresses())
  }

  /** Sends a waiting transaction again with the same nonce and twice the fee. Returns the new hash. */
  async speedUp(hash: Hex): Promise<Hex> {
    const { to, data, value, gas, ...sent } = this.#sentBy(hash)
    return this.#sign({ ...dearer(sent), to, data, value, gas })
  }

  /** Replaces a waiting transaction with one to oneself that does nothing. Returns the new hash. */
  async cancel(hash: Hex): Promise<Hex> {
    const sent = this.#sentBy(hash)
    return this.#sign({ ...dearer(sent), to: sent.from, data: '0x', value: 0n, gas: 21_000n })
  }

  /** How often pages asked for `method`. */
  count(method: string): number {
    return this.seen.filter((request) => request.method === method).length
  }

  // ---- what pages ask

  async #answer(origin: string, method: string, params: unknown): Promise<PageAnswer> {
    this.seen.push({ method, params, origin })
    if (this.#silent.has(method)) await new Promise<never>(() => {})
    try {
      const failing = this.#failures.findIndex((failure) => failure.method === method)
      const [failure] = failing === -1 ? [] : this.#failures.splice(failing, 1)
      if (failure?.when === 'before') throw new WalletError(-32603, 'The connection was lost.')
      const result = await this.#handle(origin, method, Array.isArray(params) ? (params as unknown[]) : [])
      if (failure) throw new WalletError(-32000, 'The connection was lost.')
      return { result }
    } catch (error) {
      const { code = -32603, message, data } = error as { code?: number; message: string; data?: unknown }
      return { error: { code, message, ...(data === undefined ? {} : { data }) } }
    }
  }

  async #handle(origin: string, method: string, params: unknown[]): Promise<unknown> {
    const visible = () => (this.#permitted.has(origin) && !this.#locked ? this.#addresses() : [])
    switch (method) {
      case 'eth_chainId':
        return hexNumber(this.#chainId)
      case 'net_version':
        return String(this.#chainId)
      case 'eth_accounts':
        return visible()
      case 'eth_requestAccounts':
        if (visible().length === 0) await this.#askToConnect(origin, method)
        return visible()
      case 'wallet_requestPermissions':
        await this.#askToConnect(origin, method)
        return this.#permissions(origin)
      case 'wallet_getPermissions':
        return this.#permissions(origin)
      case 'wallet_revokePermissions':
        this.#permitted.delete(origin)
        await this.#emit('accountsChanged', [], (other) => other === origin)
        return null
      case 'wallet_switchEthereumChain': {
        const chainId = Number((params[0] as { chainId: Hex }).chainId)
        if (!this.#knownChains.has(chainId)) throw new WalletError(4902, `Unrecognized chain ID "${hexNumber(chainId)}".`)
        if (chainId === this.#chainId) return null
        await this.#prompt(method)
        await this.setChain(chainId)
        return null
      }
      case 'wallet_addEthereumChain':
        await this.#prompt(method)
        await this.setChain(Number((params[0] as { chainId: Hex }).chainId))
        return null
      case 'eth_sendTransaction': {
        const request = params[0] as TransactionRequest
        if (!visible().some((address) => address.toLowerCase() === request.from.toLowerCase())) {
          throw new WalletError(4100, 'The requested account has not been authorized by the user.')
        }
        if (request.chainId !== undefined && Number(request.chainId) !== this.#chainId) {
          throw new WalletError(-32602, 'The transaction is for another chain.')
        }
        await this.#prompt(method)
        // One after the other: each takes the nonce after the one before it.
        const sent = this.#lastSend.then(() => this.#send(request))
        this.#lastSend = sent.catch(() => {})
        return sent
      }
      case 'personal_sign': {
        const [message, address] = params as [Hex, Hex]
        const account = privateKeyToAccount(this.#accounts[this.#shown[0]!].privateKey)
        if (address.toLowerCase() !== visible()[0]?.toLowerCase()) throw new WalletError(4100, 'The account has not been authorized.')
        await this.#prompt(method)
        return account.signMessage({ message: { raw: message } })
      }
    }
    if (/^(eth|net|web3)_/.test(method)) return this.#rpc(method, params)
    throw new WalletError(-32601, `The method "${method}" does not exist / is not available.`)
  }

  /** MetaMask shows one connect prompt and refuses a second; transactions queue instead. */
  async #askToConnect(origin: string, method: string) {
    if (this.#asking.has(origin)) throw new WalletError(-32002, `Request of type '${method}' already pending for origin ${origin}.`)
    this.#asking.add(origin)
    try {
      await this.#prompt(method)
      this.#locked = false
      this.#permitted.add(origin)
    } finally {
      this.#asking.delete(origin)
    }
  }

  async #prompt(method: string) {
    if (!prompting.has(method)) throw new Error(`${method} asks nobody`)
    if (this.#held && (this.#held.method ?? method) === method) {
      const isApproved = await new Promise<boolean>((answer) => this.#waiting.push({ method, answer }))
      if (!isApproved) throw new WalletError(4001, 'User rejected the request.')
    }
    const rejection = this.#rejections.indexOf(method)
    if (rejection === -1) return
    this.#rejections.splice(rejection, 1)
    throw new WalletError(4001, 'User rejected the request.')
  }

  #addresses(): Hex[] {
    return this.#shown.map((name) => this.#accounts[name].address)
  }

  #permissions(origin: string) {
    if (!this.#permitted.has(origin)) return []
    const value = this.#addresses()
    return [{ invoker: origin, parentCapability: 'eth_accounts', caveats: [{ type: 'restrictReturnedAccounts', value }] }]
  }

  // ---- transactions

  async #send(request: TransactionRequest): Promise<Hex> {
    const { from, to, data = '0x', value = '0x0' } = request
    const call = { from, ...(to ? { to } : {}), data, value }
    const [nonce, tip, block] = await Promise.all([
      request.nonce ?? this.#rpc<Hex>('eth_getTransactionCount', [from, 'pending']),
      this.#rpc<Hex>('eth_maxPriorityFeePerGas', []),
      this.#rpc<{ baseFeePerGas: Hex }>('eth_getBlockByNumber', ['latest', false]),
    ])
    // A call that reverts cannot be estimated; real wallets then offer a high limit and let the person confirm.
    const gas = request.gas ?? (await this.#rpc<Hex>('eth_estimateGas', [call]).catch(() => hexNumber(300_000)))
    return this.#sign({
      from,
      to,
      data,
      value: BigInt(value),
      gas: this.#gas ?? BigInt(gas),
      nonce: Number(nonce),
      maxPriorityFeePerGas: BigInt(tip),
      maxFeePerGas: BigInt(block.baseFeePerGas) * 2n + BigInt(tip),
    })
  }

  async #sign(transaction: Omit<SentTransaction, 'hash'>): Promise<Hex> {
    const { from, to, ...fields } = transaction
    const holder = Object.values<{ address: Hex; privateKey: Hex }>(this.#accounts).find(
      ({ address }) => address.toLowerCase() === from.toLowerCase(),
    )
    if (!holder) throw new WalletError(4100, 'The wallet has no key for that account.')
    const account = privateKeyToAccount(holder.privateKey)
    const signed = await account.signTransaction({ type: 'eip1559', chainId: this.#chainId, ...(to ? { to } : {}), ...fields })
    const hash = await this.#rpc<Hex>('eth_sendRawTransaction', [signed])
    this.sent.push({ ...transaction, hash })
    return hash
  }

  #sentBy(hash: Hex): SentTransaction {
    const sent = this.sent.find((transaction) => transaction.hash === hash)
    if (!sent) throw new Error(`The wallet has not sent ${hash}`)
    return sent
  }

  async #rpc<Answer>(method: string, params: unknown[]): Promise<Answer> {
    const url = this.#rpcUrls[this.#chainId]
    if (!url) throw new WalletError(-32603, `The wallet has no RPC for chain ${this.#chainId}.`)
    this.#rpcId += 1
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: this.#rpcId, method, params }),
    })
    const answer = (await response.json()) as { result: Answer; error?: { code: number; message: string; data?: unknown } }
    if (answer.error) throw new WalletError(answer.error.code, answer.error.message, answer.error.data)
    return answer.result
  }

  // ---- events

  #emitToPermitted(event: string, payload: unknown) {
    return this.#emit(event, payload, (origin) => this.#permitted.has(origin))
  }

  async #emit(event: string, payload: unknown, wants: (origin: string) => boolean) {
    const pages = this.#context.pages().filter((page) => URL.canParse(page.url()) && wants(new URL(page.url()).origin))
    await Promise.all(
      pages.map((page) =>
        page
          .evaluate(([name, value]) => window.dispatchEvent(new CustomEvent('wallet-controller:event', { detail: { name, value } })), [
            event,
            payload,
          ] as const)
          // A page that is just loading asks for the present state by itself.
          .catch(() => undefined),
      ),
    )
  }
}

/** Nodes take a replacement only when it pays clearly more. */
const dearer = (sent: Pick<SentTransaction, 'from' | 'nonce' | 'maxFeePerGas' | 'maxPriorityFeePerGas'>) => ({
  from: sent.from,
  nonce: sent.nonce,
  maxFeePerGas: sent.maxFeePerGas * 2n,
  maxPriorityFeePerGas: sent.maxPriorityFeePerGas * 2n,
})
