import { requestTextBody } from '@/api/http-text.ts'
import { logBytes } from './log-bytes.ts'

/** The machine's own output, as the gateway's log route calls it. */
export const serialLogId = 'serial'

interface LogHearers {
  signal: AbortSignal
  /** It is being handed out; a log in which nothing stands yet comes no further than this. */
  onOpen?: () => void
  /** Gets the text as it comes. */
  onText: (text: string) => void
}

/**
 * Reads a log through the gateway, which asks the CVM's own host for it. Resolves when it ends, which with `follow` it does only when the host
 * or the gateway closes it, and says whether it was handed out whole or cut off at the gateway's limit (`logBytes`).
 */
export async function readLog(
  { cvmId, logId, tail, follow }: { cvmId: string; logId: string; tail: number; follow: boolean },
  { signal, onOpen, onText }: LogHearers,
): Promise<'whole' | 'cut'> {
  const response = await requestTextBody('GET /logs/{cvm_id}/{log_id}', {
    path: { cvm_id: cvmId, log_id: logId },
    query: { tail, ...(follow ? { follow: 1 } : {}) },
    signal,
  })
  onOpen?.()
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let bytes = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    bytes += value.byteLength
    onText(decoder.decode(value, { stream: true }))
  }
  onText(decoder.decode())
  return bytes < logBytes ? 'whole' : 'cut'
}
