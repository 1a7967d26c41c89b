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

export const notFound = (path: string) => errorAnswer(404, { error_code: 'GATEWAY_NOT_FOUND', message: `There is nothing at ${path}.` })

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
