/** Nothing is allowed but what the app is made of, all from its own origin; no inline script or style, no eval. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** An answer of the API, or a log, opened as a page runs nothing and belongs to no origin. */
const answerPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

const always: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Wallets that open a window of their own need `-allow-popups`.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

const ofPages = { ...always, 'content-security-policy': pagePolicy }
const ofAnswers = { ...always, 'content-security-policy': answerPolicy }

/** The security headers of an answer to `path`, whatever an upstream or the sandbox sent. */
export const securityHeaders = (path: string): Readonly<Record<string, string>> =>
  path.startsWith('/api/') || path.startsWith('/logs/') ? ofAnswers : ofPages
