import { failureText, textOfCode } from '@/domain/failure-texts.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { ApiError } from './api-error.ts'
import { EnvKeyError } from './env-key-error.ts'

/** What an error notice says, whoever shows it. */
export interface FailureDescription {
  title: string
  /** The server's own words. */
  message: string | null
  safe: string
  next: string
  code: string | null
  requestId: string | null
  /** Lines for "Copy details"; never a secret. */
  details: string
}

/** Words for anything that was thrown: from the one table for API errors, general ones for what nobody foresaw. */
export function describeFailure(error: unknown): FailureDescription {
  if (error instanceof EnvKeyError) {
    return {
      title: 'The environment cannot be encrypted.',
      message: error.message,
      safe: 'Nothing was sent, and your values have not left this page.',
      next: 'Try again in a moment. If this keeps happening, ask whoever runs this key server before you send values.',
      code: null,
      requestId: null,
      details: `Encrypting the environment: ${error.trouble}`,
    }
  }
  if (!(error instanceof ApiError)) {
    return {
      title: 'Something went wrong on this page.',
      message: null,
      safe: 'What was sent before goes on, and is listed under Unfinished.',
      next: 'Reload the page. If it happens again, copy the details for whoever runs this console.',
      code: null,
      requestId: null,
      details: error instanceof Error ? `${error.name}: ${error.message}` : 'Unknown error',
    }
  }
  const isRead = error.method === 'GET'
  const isOrdinaryRefusal = error.kind === 'refused' && !textOfCode(error.code)
  const { title, safe, next } = isRead && isOrdinaryRefusal ? refusedRead : failureText(error)
  return {
    title,
    message: error.status === 0 ? null : error.message,
    safe,
    next: error.waitUntil === null ? next : `Wait until ${formatExactTime(error.waitUntil)}, then try again.`,
    code: error.code,
    requestId: error.requestId,
    details: error.status === 0 ? `${error.method}, no answer` : `${error.method}, status ${error.status}`,
  }
}

const refusedRead = {
  title: 'Phala Cloud refused this request.',
  safe: 'Nothing was changed.',
  next: 'Check the address, or look for it in the fleet.',
}
