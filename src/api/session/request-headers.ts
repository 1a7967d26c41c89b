/**
 * Sent on every call: a key has a default version of its own, so silence would leave the answer's shape to chance. The older one is for the
 * rest of a session whose server refuses the first.
 */
export const apiVersions = { first: '2026-05-22', older: '2026-01-21' }

/** What every request says. With the page's `mark` the gateway refuses it once the browser's session is another one. */
export const requestHeaders = (version: string, mark: string | null): Record<string, string> => ({
  Accept: 'application/json',
  'X-Phala-Version': version,
  ...(mark === null ? {} : { 'X-Console-Session': mark }),
})
