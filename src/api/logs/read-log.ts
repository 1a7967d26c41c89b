import { requestTextBody } from '@/api/http-text.ts'

/** The machine's own output, as the gateway's log route calls it. */
export const serialLogId = 'serial'

/**
 * Reads a log through the gateway, which asks the CVM's own host for it. `onText` gets the text as it comes; resolves when it ends, which with
 * `follow` it does only when the host or the gateway closes it.
 */
export async function readLog(
  { cvmId, logId, tail, follow }: { cvmId: string; logId: string; tail: number; follow: boolean },
  { signal, onText }: { signal: AbortSignal; onText: (text: string) => void },
): Promise<void> {
  const response = await requestTextBody('GET /logs/{cvm_id}/{log_id}', {
    path: { cvm_id: cvmId, log_id: logId },
    query: { tail, ...(follow ? { follow: 1 } : {}) },
    signal,
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    onText(decoder.decode(value, { stream: true }))
  }
  onText(decoder.decode())
}
