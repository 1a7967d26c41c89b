/** An answer that says no. Thrown anywhere while a request is handled, and sent as it is. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    super(`${status}`)
    this.status = status
    this.body = body
  }
}

export interface FailureDetail {
  field?: string
  value?: unknown
  message?: string
}

/** The vendor's structured error; the request id is added where it is sent. */
export const structured = (
  status: number,
  errorCode: string,
  message: string,
  more: { details?: FailureDetail[]; suggestions?: string[]; links?: { url: string; label: string }[] } = {},
) => new ApiFailure(status, { error_code: errorCode, message, details: [], suggestions: [], links: [], ...more })

/** A sentence under `detail`, as FastAPI's own exceptions write it. */
export const plain = (status: number, detail: string) => new ApiFailure(status, { detail })

export interface Invalid {
  loc: (string | number)[]
  msg: string
  type: string
  input?: unknown
  ctx?: Record<string, unknown>
}

/** FastAPI's 422. */
export const invalid = (problems: Invalid[]) => new ApiFailure(422, { detail: problems })
