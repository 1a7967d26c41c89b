/*
 * Sandbox Wallet: a browser wallet for the sandbox chain, without an extension.
 *
 * It announces itself by EIP-6963, answers EIP-1193 requests, and asks the person before it connects, switches or sends. It holds no key:
 * the chain's node signs for its own unlocked accounts. Nothing here is of use outside the sandbox.
 */
;(() => {
  'use strict'

  const sandboxChainId = 31337
  const rpcPath = `/rpc/${sandboxChainId}`
  /** The node lists its accounts in this order. Whatever follows is the sandbox's own. */
  const accountNames = ['Owner', 'Stranger', 'Unfunded']
  /** Plays the part of an extension's own storage: the connected account's address, nothing else. */
  const storageKey = 'sandbox-wallet'
  const knownFunctions = {
    '0xdfc77223': 'addComposeHash(bytes32)',
    '0x67b3f22c': 'removeComposeHash(bytes32)',
    '0x2a819728': 'addDevice(bytes32)',
    '0x1d266200': 'removeDevice(bytes32)',
    '0x7c4beeb8': 'setAllowAnyDevice(bool)',
    '0xf2fde38b': 'transferOwnership(address)',
  }
  const readMethods = new Set([
    'eth_blockNumber',
    'eth_call',
    'eth_estimateGas',
    'eth_feeHistory',
    'eth_gasPrice',
    'eth_getBalance',
    'eth_getBlockByHash',
    'eth_getBlockByNumber',
    'eth_getCode',
    'eth_getLogs',
    'eth_getStorageAt',
    'eth_getTransactionByHash',
    'eth_getTransactionCount',
    'eth_getTransactionReceipt',
    'eth_maxPriorityFeePerGas',
    'web3_clientVersion',
  ])

  /** An error as EIP-1193 wants it. */
  class ProviderError extends Error {
    /** @param {number} code @param {string} message @param {unknown} [data] */
    constructor(code, message, data) {
      super(message)
      this.name = 'ProviderError'
      this.code = code
      this.data = data
    }
  }
  const rejected = () => new ProviderError(4001, 'The request was rejected in the Sandbox Wallet.')
  /** @param {string} message */
  const badParams = (message) => new ProviderError(-32602, message)

  // ---- the chain

  let lastId = 0
  /** @param {string} method @param {unknown[]} [params] @returns {Promise<any>} */
  async function askNode(method, params = []) {
    lastId += 1
    let answer
    try {
      const response = await fetch(rpcPath, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }),
      })
      answer = await response.json()
    } catch (cause) {
      throw new ProviderError(-32603, 'The Sandbox Wallet cannot reach the sandbox chain.', String(cause))
    }
    if (answer.error) throw new ProviderError(answer.error.code, answer.error.message, answer.error.data)
    return answer.result
  }

  /** @returns {Promise<{ name: string, address: string, balance: string }[]>} */
  async function listAccounts() {
    /** @type {string[]} */
    const addresses = (await askNode('eth_accounts')).slice(0, accountNames.length)
    return Promise.all(
      addresses.map(async (address, index) => ({
        name: accountNames[index] ?? 'Account',
        address,
        balance: ether(BigInt(await askNode('eth_getBalance', [address, 'latest']))),
      })),
    )
  }

  /** @param {bigint} wei */
  function ether(wei) {
    const whole = wei / 10n ** 18n
    const rest = (wei % 10n ** 18n).toString().padStart(18, '0').replace(/0+$/, '')
    return `${whole}${rest && `.${rest.length > 6 && whole > 0n ? rest.slice(0, 6) : rest}`} ETH`
  }

  // ---- what the wallet knows

  let chainId = sandboxChainId
  const chainNames = new Map([
    [sandboxChainId, 'Sandbox chain'],
    [1, 'Ethereum'],
  ])
  let connected = readConnected()
  /** MetaMask refuses a second permission request while one is open; so does this wallet. */
  let connecting = false

  /** @returns {string | null} */
  function readConnected() {
    try {
      const stored = localStorage.getItem(storageKey)
      return stored && /^0x[0-9a-f]{40}$/.test(stored) ? stored : null
    } catch {
      return null
    }
  }

  /** @param {string | null} address */
  function setConnected(address) {
    if (connected === address) return
    connected = address
    try {
      if (address) localStorage.setItem(storageKey, address)
      else localStorage.removeItem(storageKey)
    } catch {
      // Storage is switched off: the connection then lasts as long as the page.
    }
    emit('accountsChanged', address ? [address] : [])
  }

  /** @param {number} id */
  function setChain(id) {
    if (chainId === id) return
    chainId = id
    emit('chainChanged', hexNumber(id))
  }

  /** @param {number} number */
  const hexNumber = (number) => `0x${number.toString(16)}`
  /** @param {number} id */
  const chainName = (id) => `${chainNames.get(id) ?? 'Unknown network'} (${id})`

  // ---- the prompt

  const css = `
    :host { all: initial; color-scheme: inherit; }
    * { box-sizing: border-box; }
    dialog {
      width: min(30rem, calc(100vw - 2rem)); max-height: calc(100vh - 2rem); overflow-y: auto; padding: 1.25rem;
      border: 1px solid light-dark(#c9ced8, #3a4150); border-radius: 0.75rem;
      background: light-dark(#ffffff, #171b23); color: light-dark(#161a22, #e8ebf1);
      font: 400 0.9375rem/1.45 system-ui, sans-serif;
    }
    dialog::backdrop { background: rgb(0 0 0 / 0.55); }
    .wallet { margin: 0 0 0.25rem; color: light-dark(#565d6d, #9ea6b6); font-size: 0.8125rem; }
    h2 { margin: 0 0 0.75rem; font-size: 1.125rem; line-height: 1.3; }
    h2:focus { outline: none; }
    p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
    .warning { padding: 0.5rem 0.75rem; border-radius: 0.375rem; background: light-dark(#fff2d9, #3a2a08); color: light-dark(#6b4000, #ffd48a); }
    fieldset { margin: 0 0 0.75rem; padding: 0; border: 0; }
    legend, .label, dt { padding: 0; font-size: 0.8125rem; color: light-dark(#565d6d, #9ea6b6); }
    .account { display: flex; gap: 0.625rem; align-items: start; padding: 0.5rem 0; }
    .account input { margin: 0.25rem 0 0; width: 1rem; height: 1rem; flex: none; accent-color: light-dark(#4338ca, #a5a8ff); }
    .mono, pre { font-family: ui-monospace, monospace; font-size: 0.8125rem; overflow-wrap: anywhere; }
    .mono { display: block; }
    select {
      display: block; width: 100%; min-height: 2.5rem; margin: 0.25rem 0 0.75rem; padding: 0 0.5rem; font: inherit; color: inherit;
      background: light-dark(#ffffff, #0f1218); border: 1px solid light-dark(#767d8c, #7b8495); border-radius: 0.375rem;
    }
    dl { margin: 0 0 0.75rem; } dd { margin: 0 0 0.625rem; }
    pre {
      margin: 0.125rem 0 0; padding: 0.5rem; max-height: 7rem; overflow-y: auto; white-space: pre-wrap; border-radius: 0.375rem;
      background: light-dark(#eef0f4, #0a0d12);
    }
    /* The answer stays in reach however long the question is. */
    .actions {
      position: sticky; bottom: -1.25rem; display: flex; gap: 0.75rem; justify-content: end;
      margin: 0.25rem 0 -1.25rem; padding: 0.75rem 0 1.25rem; background: light-dark(#ffffff, #171b23);
    }
    button {
      min-height: 2.5rem; padding: 0 1.125rem; border-radius: 0.375rem; font: inherit; font-weight: 600; cursor: pointer;
      border: 1px solid light-dark(#767d8c, #7b8495); background: transparent; color: inherit;
    }
    button.approve { border-color: transparent; background: light-dark(#4338ca, #a5a8ff); color: light-dark(#ffffff, #12143a); }
    :is(button, input, select, pre):focus-visible { outline: 2px solid light-dark(#4338ca, #a5a8ff); outline-offset: 2px; }
    @media (max-width: 30rem) { .actions button { flex: 1; } }
  `
  /** @type {CSSStyleSheet | undefined} */
  let sheet
  const styleSheet = () => {
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
    }
    return sheet
  }

  /**
   * @param {string} tag
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string)} children
   */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...children)
    return made
  }

  /** @param {[term: string, value: Node | string][]} rows */
  const facts = (rows) => element('dl', {}, ...rows.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]))
  /** @param {string} text */
  const mono = (text) => element('span', { class: 'mono' }, text)

  /** One prompt at a time; the next opens when this one is answered. @type {Promise<unknown>} */
  let prompts = Promise.resolve()

  /**
   * Shows a prompt when its turn has come. Resolves to whether it was approved.
   * @param {string} title
   * @param {() => (Node | string)[] | Promise<(Node | string)[]>} content
   * @returns {Promise<boolean>}
   */
  function ask(title, content) {
    const answer = prompts.then(async () => showPrompt(title, await content()))
    prompts = answer.catch(() => undefined)
    return answer
  }

  /** @param {string} title @param {(Node | string)[]} content @returns {Promise<boolean>} */
  function showPrompt(title, content) {
    return new Promise((resolve) => {
      // A fresh host each time: whatever the page made inert or hidden when it opened its own dialog cannot include it.
      const host = element('div', { 'data-sandbox-wallet': '' })
      const root = host.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [styleSheet()]
      const heading = element('h2', { id: 'title', tabindex: '-1' }, title)
      const approve = element('button', { type: 'button', class: 'approve' }, 'Approve')
      const reject = element('button', { type: 'button' }, 'Reject')
      const dialog = /** @type {HTMLDialogElement} */ (
        element(
          'dialog',
          { 'aria-labelledby': 'title' },
          element('p', { class: 'wallet' }, 'Sandbox Wallet'),
          heading,
          ...content,
          element('div', { class: 'actions' }, reject, approve),
        )
      )
      /** @param {boolean} approved */
      const close = (approved) => {
        window.removeEventListener('keydown', onKey, true)
        dialog.close()
        host.remove()
        resolve(approved)
      }
      // Before anyone else: Escape answers this prompt and must not also close a dialog of the page underneath.
      /** @param {KeyboardEvent} event */
      const onKey = (event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopImmediatePropagation()
        close(false)
      }
      window.addEventListener('keydown', onKey, true)
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault()
        close(false)
      })
      approve.addEventListener('click', () => close(true))
      reject.addEventListener('click', () => close(false))
      root.append(dialog)
      document.body.append(host)
      dialog.showModal()
      heading.focus()
    })
  }

  // ---- requests

  /** Lets the person choose account and network. @returns {Promise<string>} the connected address */
  async function connect() {
    if (connecting) throw new ProviderError(-32002, 'The Sandbox Wallet is already asking to connect.')
    connecting = true
    try {
      let chosen = ''
      let network = chainId
      const approved = await ask('Connect to this page?', async () => {
        const accounts = await listAccounts()
        chosen = accounts.find(({ address }) => address === connected)?.address ?? accounts[0]?.address ?? ''
        const choices = accounts.map(({ name, address, balance }) => {
          const radio = /** @type {HTMLInputElement} */ (element('input', { type: 'radio', name: 'account', value: address }))
          radio.checked = address === chosen
          radio.addEventListener('change', () => {
            chosen = address
          })
          return element('label', { class: 'account' }, radio, element('span', {}, `${name}, ${balance}`, mono(address)))
        })
        const select = /** @type {HTMLSelectElement} */ (element('select'))
        for (const id of chainNames.keys()) {
          const option = /** @type {HTMLOptionElement} */ (element('option', { value: String(id) }, chainName(id)))
          option.selected = id === network
          select.append(option)
        }
        select.addEventListener('change', () => {
          network = Number(select.value)
        })
        return [
          element('p', {}, `${location.origin} will see the account’s address and may ask it to sign.`),
          element('fieldset', {}, element('legend', {}, 'Account'), ...choices),
          element('label', { class: 'label' }, 'Network', select),
        ]
      })
      if (!approved || !chosen) throw rejected()
      setChain(network)
      setConnected(chosen)
      return chosen
    } finally {
      connecting = false
    }
  }

  /** @param {string} address */
  const permission = (address) => ({
    invoker: location.origin,
    parentCapability: 'eth_accounts',
    caveats: [{ type: 'restrictReturnedAccounts', value: [address] }],
  })

  /** @param {unknown} value @returns {number} */
  function readChainId(value) {
    const id = typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? Number(value) : Number.NaN
    if (!Number.isSafeInteger(id) || id < 1) throw badParams('chainId must be a 0x-prefixed number.')
    return id
  }

  /** @param {any} wanted */
  async function switchChain(wanted) {
    const id = readChainId(wanted?.chainId)
    if (!chainNames.has(id)) throw new ProviderError(4902, `The Sandbox Wallet does not know chain ${id}. Add it first.`)
    if (id === chainId) return null
    const approved = await ask('Switch network?', () => [
      facts([
        ['From', chainName(chainId)],
        ['To', chainName(id)],
      ]),
    ])
    if (!approved) throw rejected()
    setChain(id)
    return null
  }

  /** @param {any} wanted */
  async function addChain(wanted) {
    const id = readChainId(wanted?.chainId)
    if (typeof wanted.chainName !== 'string' || !wanted.chainName) throw badParams('chainName must be a text.')
    if (!Array.isArray(wanted.rpcUrls) || typeof wanted.rpcUrls[0] !== 'string') throw badParams('rpcUrls must hold at least one address.')
    if (chainNames.has(id)) return switchChain(wanted)
    const approved = await ask('Add network and switch to it?', () => [
      facts([
        ['Network', `${wanted.chainName} (${id})`],
        ['RPC', mono(wanted.rpcUrls[0])],
      ]),
    ])
    if (!approved) throw rejected()
    chainNames.set(id, wanted.chainName)
    setChain(id)
    return null
  }

  /** @param {any} wanted */
  async function sendTransaction(wanted) {
    if (typeof wanted !== 'object' || wanted === null) throw badParams('A transaction is needed.')
    const from = String(wanted.from).toLowerCase()
    if (!connected || from !== connected) throw new ProviderError(4100, 'This page may not use that account. Connect it first.')
    if (wanted.chainId !== undefined && readChainId(wanted.chainId) !== chainId) {
      throw badParams(`The transaction is for chain ${readChainId(wanted.chainId)}, the Sandbox Wallet is on chain ${chainId}.`)
    }
    if (chainId !== sandboxChainId) throw new ProviderError(4901, `The Sandbox Wallet can send on chain ${sandboxChainId} only.`)
    const fields = ['from', 'to', 'data', 'value', 'gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'nonce']
    const transaction = Object.fromEntries(fields.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]]))
    const data = String(wanted.data ?? wanted.input ?? '0x')
    if (data !== '0x') transaction.data = data

    const approved = await ask('Send transaction?', async () => {
      const [accounts, failure] = await Promise.all([
        listAccounts(),
        askNode('eth_estimateGas', [transaction]).then(
          () => null,
          // OwnableUnauthorizedAccount(address), said by everything that has an owner
          (error) => (String(error.data).startsWith('0x118cdaa7') ? 'this account does not own the contract.' : error.message),
        ),
      ])
      const sender = accounts.find(({ address }) => address === from)
      const selector = data.slice(0, 10)
      return [
        ...(failure ? [element('p', { class: 'warning' }, `The chain expects this transaction to fail: ${failure}`)] : []),
        facts([
          ['From', element('span', {}, sender ? `${sender.name}, ${sender.balance}` : '', mono(from))],
          ['To', mono(String(wanted.to ?? 'A new contract'))],
          ['Network', chainName(chainId)],
          ['Value', ether(BigInt(wanted.value ?? 0))],
          ['Function', mono(data === '0x' ? 'none' : (knownFunctions[/** @type {keyof typeof knownFunctions} */ (selector)] ?? selector))],
          ['Data', element('pre', { tabindex: '0', role: 'region', 'aria-label': 'Transaction data' }, data)],
        ]),
      ]
    })
    if (!approved) throw rejected()
    return askNode('eth_sendTransaction', [transaction])
  }

  /** @param {{ method: string, params?: any }} request @returns {Promise<unknown>} */
  async function request({ method, params }) {
    const [first] = Array.isArray(params) ? params : []
    switch (method) {
      case 'eth_chainId':
        return hexNumber(chainId)
      case 'net_version':
        return String(chainId)
      case 'eth_accounts':
        return connected ? [connected] : []
      case 'eth_requestAccounts':
        return [connected ?? (await connect())]
      case 'wallet_requestPermissions':
        return [permission(await connect())]
      case 'wallet_getPermissions':
        return connected ? [permission(connected)] : []
      case 'wallet_revokePermissions':
        setConnected(null)
        return null
      case 'wallet_switchEthereumChain':
        return switchChain(first)
      case 'wallet_addEthereumChain':
        return addChain(first)
      case 'eth_sendTransaction':
        return sendTransaction(first)
    }
    if (!readMethods.has(method)) throw new ProviderError(4200, `The Sandbox Wallet does not support ${method}.`)
    if (chainId !== sandboxChainId)
      throw new ProviderError(4901, `The Sandbox Wallet is on chain ${chainId} and can read ${sandboxChainId} only.`)
    return askNode(method, Array.isArray(params) ? params : [])
  }

  // ---- EIP-1193 events and EIP-6963 announcement

  /** @type {Map<string, Set<(payload: unknown) => void>>} */
  const listeners = new Map()
  /** @param {string} event @param {unknown} payload */
  function emit(event, payload) {
    // A copy: a listener may add or remove listeners.
    const present = Array.from(listeners.get(event) ?? [])
    for (const listener of present) {
      try {
        listener(payload)
      } catch (error) {
        reportError(error)
      }
    }
  }

  const provider = Object.freeze({
    request,
    /** @param {string} event @param {(payload: unknown) => void} listener */
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      return provider
    },
    /** @param {string} event @param {(payload: unknown) => void} listener */
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  })

  /** `crypto.randomUUID` is missing on plain http outside localhost. */
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  const icon =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#4338ca"/>' +
    '<path d="M7 12h18v12H7zM7 12l3-4h12l3 4" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>' +
    '<circle cx="20.5" cy="18" r="1.8" fill="#fff"/></svg>'
  const detail = Object.freeze({
    info: Object.freeze({
      uuid: uuid(),
      name: 'Sandbox Wallet',
      rdns: 'dev.sandbox.wallet',
      icon: `data:image/svg+xml,${encodeURIComponent(icon)}`,
    }),
    provider,
  })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
})()
