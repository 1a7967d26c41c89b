import { apiVersions } from '@/api/http.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'

/** The vendor's published clients know no later one; the request itself is the same in both. */
const apiVersion = apiVersions.older

/** The request of one step of an update, as a person could send it without this console. */
export interface SnippetRequest {
  cvmId: string
  body: UpdateCvmRequest
  /** Extra headers, such as the two of a confirmation. */
  headers?: Record<string, string>
}

export interface Snippets {
  json: string
  curl: string
  sdk: string
  cli: string
}

const defaultPrefix = 'https://cloud-api.phala.com/api/v1'

/** Encrypted values go out as a variable: they are long, and a snippet is made to be pasted into tickets. */
export const encryptedEnvSlot = '$ENCRYPTED_ENV'

/** A word that a POSIX shell takes literally. */
const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** JSON as one shell word; the encrypted environment stays a variable that the shell fills in. */
function shellJson(body: UpdateCvmRequest): string {
  const word = shellWord(JSON.stringify(body))
  return body.encrypted_env === undefined ? word : word.replace(encryptedEnvSlot, `'"${encryptedEnvSlot}"'`)
}

const withSlots = (body: UpdateCvmRequest): UpdateCvmRequest =>
  body.encrypted_env == null ? body : { ...body, encrypted_env: encryptedEnvSlot }

const headerName = (name: string) => name.replace(/^x-/i, 'X-')

/** The same request four ways. The API key is always `$PHALA_CLOUD_API_KEY`; no secret appears in any of them. */
export function requestSnippets({ cvmId, body, headers = {} }: SnippetRequest): Snippets {
  const shown = withSlots(body)
  const path = `/cvms/${encodeURIComponent(cvmId)}`
  const extra = Object.entries(headers).map(([name, value]) => `${headerName(name)}: ${value}`)

  const curl = [
    `curl --fail-with-body -X PATCH "\${PHALA_CLOUD_API_PREFIX:-${defaultPrefix}}${path}"`,
    `  -H "X-API-Key: $PHALA_CLOUD_API_KEY"`,
    `  -H ${shellWord(`X-Phala-Version: ${apiVersion}`)}`,
    `  -H 'Content-Type: application/json'`,
    ...extra.map((header) => `  -H ${shellWord(header)}`),
    `  --data-raw ${shellJson(shown)}`,
  ].join(' \\\n')

  const cli = [
    `phala api ${path} -X PATCH --api-version ${apiVersion}`,
    ...extra.map((header) => `  -H ${shellWord(header)}`),
    `  -d ${shellJson(shown)}`,
  ].join(' \\\n')

  return { json: JSON.stringify(shown, null, 2), curl, cli, sdk: sdkSnippet(cvmId, shown, headers) }
}

function sdkSnippet(cvmId: string, body: UpdateCvmRequest, headers: Record<string, string>): string {
  const composeHash = headers['X-Compose-Hash']
  const transactionHash = headers['X-Transaction-Hash']
  const call = composeHash && transactionHash ? 'confirmCvmPatch' : 'patchCvm'
  const input = composeHash && transactionHash ? { id: cvmId, composeHash, transactionHash } : { id: cvmId, ...body }
  const literal = JSON.stringify(input, null, 2).replace(JSON.stringify(encryptedEnvSlot), 'process.env.ENCRYPTED_ENV')
  return [
    `import { createClient, ${call} } from '@phala/cloud'`,
    '',
    '// The client reads PHALA_CLOUD_API_KEY from the environment.',
    `const result = await ${call}(createClient({ version: '${apiVersion}' }), ${literal})`,
    'console.log(result)',
  ].join('\n')
}
