/**
 * Where to go after sign-in: a path of this console, or the start. Whatever a browser could take for another host, such as `//host`,
 * `/\host` or a scheme, leads to the start, and so does the sign-in page itself.
 */
export function safeNext(next: unknown, origin = location.origin): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  try {
    const url = new URL(next, origin)
    if (url.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/'
    return url.pathname + url.search + url.hash
  } catch {
    return '/'
  }
}
