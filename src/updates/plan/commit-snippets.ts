import { cliSnippet, curlSnippet, sdkSnippet, shellWord, type Snippets } from '@/api/snippets/snippet-parts.ts'
import type { Hash32 } from '@/domain/identifiers.ts'

/** The API then looks at the contract alone, without a receipt. */
const withoutTransaction = 'already-registered'

/** Both stay variables: the token is as good as a password, and nobody knows yet by which transaction the hash will be allowed. */
const tokenSlot = '$COMMIT_TOKEN'
const transactionSlot = '$TRANSACTION_HASH'

const inShell: Record<string, string> = {
  [tokenSlot]: tokenSlot,
  [transactionSlot]: `\${TRANSACTION_HASH:-${withoutTransaction}}`,
}

/**
 * The request that puts a prepared update to use once its hash is allowed, four ways. The token is always `$COMMIT_TOKEN`;
 * `$TRANSACTION_HASH` may stay unset.
 */
export function commitSnippets(cvmId: string, composeHash: Hash32): Snippets {
  const path = `/cvms/${encodeURIComponent(cvmId)}/commit-update`
  const body = { token: tokenSlot, compose_hash: composeHash, transaction_hash: transactionSlot }
  const word = shellWord(JSON.stringify(body)).replaceAll(/"(\$[A-Z_]+)"/g, (_, slot: string) => `"'"${inShell[slot]}"'"`)
  const request = { method: 'POST', path, body: word, needsNoKey: true } as const
  const input = JSON.stringify({ id: cvmId, token: tokenSlot, composeHash, transactionHash: transactionSlot }, null, 2)
    .replace(JSON.stringify(tokenSlot), 'process.env.COMMIT_TOKEN')
    .replace(JSON.stringify(transactionSlot), `process.env.TRANSACTION_HASH ?? '${withoutTransaction}'`)
  return {
    json: JSON.stringify(body, null, 2),
    curl: curlSnippet(request),
    cli: cliSnippet(request),
    sdk: sdkSnippet({ name: 'commitCvmUpdate', input }),
  }
}
