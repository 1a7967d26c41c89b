/** What the gateway says no with. The shape is the vendor's structured error, so that every client reads it the same way. */
export interface GatewayError {
  error_code: string
  message: string
  suggestions?: string[]
}

/** A refusal or failure of the gateway itself, as JSON. */
export function errorAnswer(status: number, error: GatewayError, headers: Record<string, string> = {}): Response {
  return Response.json(error, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

// No answer repeats the address that was asked for: a link that was damaged on its way may hold a secret in it.
export const notFound = () => errorAnswer(404, { error_code: 'GATEWAY_NOT_FOUND', message: 'There is nothing at this address.' })

export const notForwarded = (method: string) =>
  errorAnswer(501, {
    error_code: 'GATEWAY_NOT_FORWARDED',
    message: `This gateway does not forward this ${method} request: the console has no use for it.`,
    suggestions: ['Ask the API itself for what the console does not do.'],
  })

export const credentialMissing = () =>
  errorAnswer(401, {
    error_code: 'GATEWAY_CREDENTIAL_MISSING',
    message: 'This needs an API key. A program sends its own in X-API-Key; a page sends X-Console-Session with the mark of its session.',
  })

export const ownKeyNeeded = () =>
  errorAnswer(403, {
    error_code: 'GATEWAY_OWN_KEY_NEEDED',
    message: 'The session of a page may not do this. A program with an API key of its own may.',
  })

export const sessionEnded = () =>
  errorAnswer(401, { error_code: 'SESSION_ENDED', message: 'This session has ended: by signing out, or twelve hours after signing in.' })

export const sessionChanged = () =>
  errorAnswer(409, {
    error_code: 'SESSION_CHANGED',
    message: 'This browser is signed in with another key now than the page that asked. Nothing was sent on.',
  })

export const methodNotAllowed = (allow: string) =>
  errorAnswer(405, { error_code: 'GATEWAY_METHOD_NOT_ALLOWED', message: `This path answers ${allow} only.` }, { allow })

export const crossOriginRefused = () =>
  errorAnswer(403, {
    error_code: 'GATEWAY_CROSS_ORIGIN',
    message: 'A page of another origin asked for this. The gateway answers its own pages only.',
    suggestions: ['Behind a proxy, set PUBLIC_ORIGIN to the address that people open.'],
  })

export const bodyTooLarge = (limitBytes: number) =>
  errorAnswer(413, { error_code: 'GATEWAY_BODY_TOO_LARGE', message: `The request is larger than ${limitBytes / 1024} KiB.` })
