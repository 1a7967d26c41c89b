/** The node refused a request; `code` and `data` are those of its JSON-RPC answer. */
class NodeRefusal extends Error {
  override name = 'NodeRefusal'
  readonly code: number
  readonly data: unknown
  constructor(method: string, error: { code: number; message: string; data?: unknown }) {
    super(`${method}: ${error.message}`)
    this.code = error.code
    this.data = error.data
  }
}

export type NodeRequest = <Answer>(method: string, params?: unknown[]) => Promise<Answer>

/** Sends one JSON-RPC body, object or batch, and returns the parsed answer as it came; `null` when there is none (notifications). */
export async function postToNode(nodeUrl: string, body: unknown): Promise<unknown> {
  const response = await fetch(nodeUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

/** One request, one answer. Throws `NodeRefusal`. */
export function nodeRequests(nodeUrl: string): NodeRequest {
  let id = 0
  return async <Answer>(method: string, params: unknown[] = []) => {
    id += 1
    const answer = (await postToNode(nodeUrl, { jsonrpc: '2.0', id, method, params })) as
      | { result: Answer; error?: undefined }
      | { error: { code: number; message: string; data?: unknown } }
    if (answer.error) throw new NodeRefusal(method, answer.error)
    return answer.result
  }
}
