import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where `npm run check:clients` has installed the vendor's SDK and CLI. */
const folder = process.env['CLIENTS_FOLDER'] ?? ''

export interface ClientAt {
  gatewayUrl: string
  apiKey: string
  /** Stands in for what a snippet leaves to a variable. */
  encryptedEnv?: string
  commitToken?: string
}

const environmentOf = ({ gatewayUrl, apiKey, encryptedEnv = '', commitToken = '' }: ClientAt) => ({
  PATH: `${join(folder, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
  // The CLI reads the settings of whoever runs it.
  HOME: mkdtempSync(join(folder, 'home-')),
  PHALA_CLOUD_API_KEY: apiKey,
  PHALA_CLOUD_API_PREFIX: `${gatewayUrl}/api/v1`,
  ENCRYPTED_ENV: encryptedEnv,
  COMMIT_TOKEN: commitToken,
})

/** Runs a snippet of the SDK, a module, as somebody does who pastes it into a file. Rejects with what it printed where it fails. */
export async function runSdk(snippet: string, at: ClientAt): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'sdk-')), 'snippet.mjs')
  writeFileSync(file, snippet)
  return (await run(process.execPath, [file], { env: environmentOf(at) })).stdout
}

/** Runs a line of a shell: the CLI or cURL. */
export async function runShell(snippet: string, at: ClientAt): Promise<string> {
  return (await run('sh', ['-ec', snippet], { env: environmentOf(at) })).stdout
}
