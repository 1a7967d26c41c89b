import { refreshBatchBody, type RefreshOptions } from '@/api/instance-ids.ts'
import { cliSnippet, curlSnippet, sdkSnippet, shellWord, type Snippets } from '@/api/snippets/snippet-parts.ts'

/** One request of a batch, four ways: its body is the one that this console sends, to the letter. */
export function batchSnippets(cvmIds: string[], options: RefreshOptions): Snippets {
  const body = refreshBatchBody(cvmIds, options)
  const request = { method: 'PATCH', path: '/cvms/instance-ids', body: shellWord(JSON.stringify(body)) } as const
  const json = JSON.stringify(body, null, 2)
  return { json, curl: curlSnippet(request), cli: cliSnippet(request), sdk: sdkSnippet({ name: 'refreshCvmInstanceIds', input: json }) }
}
