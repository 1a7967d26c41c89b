/** How an answer crosses from Node into the page: an `Error` would lose its code on the way. */
export type PageAnswer = { result: unknown } | { error: { code: number; message: string; data?: unknown } }

/**
 * Runs in every page before its own scripts: an EIP-1193 provider that hands each request to the test, announced by EIP-6963 and also at
 * `window.ethereum`, as MetaMask does. Must not refer to anything outside itself.
 */
export function announceWallet() {
  const ask = (window as unknown as { walletControllerRequest: (method: string, params: unknown) => Promise<PageAnswer> })
    .walletControllerRequest
  const listeners = new Map<string, Set<(payload: unknown) => void>>()

  const provider = {
    isMetaMask: true,
    async request({ method, params }: { method: string; params?: unknown }) {
      const answer = await ask(method, params)
      if ('result' in answer) return answer.result
      const { code, message, data } = answer.error
      throw Object.assign(new Error(message), { code, ...(data === undefined ? {} : { data }) })
    },
    on(event: string, listener: (payload: unknown) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      return provider
    },
    removeListener(event: string, listener: (payload: unknown) => void) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }
  window.addEventListener('wallet-controller:event', (event) => {
    const { name, value } = (event as CustomEvent<{ name: string; value: unknown }>).detail
    const present = Array.from(listeners.get(name) ?? [])
    for (const listener of present) listener(value)
  })

  const info = Object.freeze({
    uuid: '350670db-19fa-4704-a166-e52e178b59d2',
    name: 'MetaMask',
    rdns: 'io.metamask',
    icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"%3E%3Ccircle cx="4" cy="4" r="4" fill="%23e2761b"/%3E%3C/svg%3E',
  })
  const detail = Object.freeze({ info, provider })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  Object.defineProperty(window, 'ethereum', { value: provider, configurable: true })
  announce()
}
