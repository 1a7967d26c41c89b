import { apiVersions } from '@/api/session/request-headers.ts'

/** The vendor's published clients know no later one; the requests are the same in both. */
const apiVersion = apiVersions.older

/** A request as a person could send it without this console. The API key is always `$PHALA_CLOUD_API_KEY`; no secret appears in any form. */
export interface Snippets {
  json: string
  curl: string
  sdk: string
  cli: string
}

/** A word that a POSIX shell takes literally. */
export const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The address of a path, as a shell word; the vendor's own clients read the same variable. */
export const apiAddress = (path: string) => `"\${PHALA_CLOUD_API_PREFIX:-https://cloud-api.phala.com/api/v1}${path}"`

/** The two headers that each request with a key has, as words for cURL. */
export const keyHeaders = ['-H "X-API-Key: $PHALA_CLOUD_API_KEY"', `-H ${shellWord(`X-Phala-Version: ${apiVersion}`)}`] as const

export const jsonHeader = `-H 'Content-Type: application/json'`

interface ShellRequest {
  method: 'PATCH' | 'POST'
  /** Below the API's prefix. */
  path: string
  /** `Name: value`. */
  headers?: readonly string[]
  /** JSON, already as one shell word. */
  body: string
  /** Something in the body is the credential. */
  needsNoKey?: boolean
}

export const curlSnippet = ({ method, path, headers = [], body, needsNoKey = false }: ShellRequest): string =>
  [
    `curl --fail-with-body -X ${method} ${apiAddress(path)}`,
    ...(needsNoKey ? [] : keyHeaders.map((header) => `  ${header}`)),
    `  ${jsonHeader}`,
    ...headers.map((header) => `  -H ${shellWord(header)}`),
    `  --data-raw ${body}`,
  ].join(' \\\n')

export const cliSnippet = ({ method, path, headers = [], body }: ShellRequest): string =>
  [
    `phala api ${path} -X ${method} --api-version ${apiVersion}`,
    ...headers.map((header) => `  -H ${shellWord(header)}`),
    `  -d ${body}`,
  ].join(' \\\n')

/** One line that makes the client of the vendor's SDK. */
export const sdkClient = `createClient({ version: '${apiVersion}' })`

interface SdkRequest {
  /** Function of the SDK. */
  name: string
  /** JavaScript of what it is given. */
  input: string
  /** Said above the call. */
  remark?: string
}

export const sdkSnippet = ({ name, input, remark }: SdkRequest): string =>
  [
    `import { createClient, ${name} } from '@phala/cloud'`,
    '',
    '// The client reads PHALA_CLOUD_API_KEY from the environment.',
    ...(remark === undefined ? [] : [`// ${remark}`]),
    `const result = await ${name}(${sdkClient}, ${input})`,
    'console.log(result)',
  ].join('\n')
