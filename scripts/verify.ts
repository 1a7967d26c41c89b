/**
 * `verify FILE [--app-id ID] [--compose-hash HASH] [--json] [--at ISO-TIME] [--rpc URL] [--kms-contract ADDRESS] [--sandbox-root FILE]`:
 * checks a saved proof as the console does, for the CI of an app. `--app-id` and `--compose-hash` say which app has to run what; without them
 * that is compared with the file's own word, and the answer holds of whichever CVM the file is of. Nothing is asked of any network but the
 * chain's node that `--rpc` names; without it, what only a contract can say is unknown. `--kms-contract` is the KMS contract to trust; without
 * it the one that the file names is asked, and the answer says so. `--at` is when the collateral has to be in date (default: now).
 * `--sandbox-root` names the DER of a sandbox's root, which counts besides Intel's.
 *
 * Exits with 0 when every link that applies holds, 1 when one fails, 2 when one is unknown, 3 when the file cannot be read, 64 when it was
 * called wrongly. Built as dist/server/verify.mjs; needs no server and no node_modules.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { claimedHex } from '@/attestation/claims.ts'
import type { AskNode } from '@/chain/measured/allowances.ts'
import { checkFile } from './verify/check-file.ts'
import { answerJson, answerText } from './verify/print-answer.ts'

const usage =
  'Usage: verify FILE [--app-id ID] [--compose-hash HASH] [--json] [--at ISO-TIME] [--rpc URL] [--kms-contract ADDRESS] [--sandbox-root FILE]'
const exitCodes = { holds: 0, fails: 1, unknown: 2, unreadable: 3 }
const wronglyCalled = 64

const nodeAt =
  (url: string): AskNode =>
  async (batch) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batch),
      signal: AbortSignal.timeout(15_000),
    })
    if (!answer.ok) throw new Error(`The node answered with status ${answer.status}.`)
    return answer.json()
  }

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'app-id': { type: 'string' },
      'compose-hash': { type: 'string' },
      json: { type: 'boolean', default: false },
      at: { type: 'string' },
      rpc: { type: 'string' },
      'kms-contract': { type: 'string' },
      'sandbox-root': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (values.help || file === undefined || positionals.length > 1) throw new Error(values.help ? '' : 'One file is needed.')
  const at = values.at === undefined ? Date.now() : Date.parse(values.at)
  if (Number.isNaN(at)) throw new Error('--at is no time.')
  const kmsContract = hexOption(values['kms-contract'], 40, '--kms-contract is no address.')
  const appId = hexOption(values['app-id'], 40, '--app-id is no app id.')
  const composeHash = hexOption(values['compose-hash'], 64, '--compose-hash is no compose hash.')
  const rootFile = values['sandbox-root']
  const sandboxRootDer = rootFile === undefined ? null : new Uint8Array(readFileSync(rootFile))
  const node = values.rpc === undefined ? null : nodeAt(values.rpc)
  const answer = await checkFile({
    file,
    at,
    node,
    kmsContract: kmsContract === null ? null : `0x${kmsContract}`,
    sandboxRootDer,
    appId,
    composeHash,
  })
  console.log(values.json ? answerJson(answer) : answerText(answer))
  return exitCodes[answer.verdict]
}

/** Lower-case hex without `0x`; `null` where the option was not given. Throws `problem` for anything else. */
function hexOption(value: string | undefined, length: number, problem: string): string | null {
  if (value === undefined) return null
  const hex = claimedHex(value)
  if (hex?.length !== length) throw new Error(problem)
  return hex
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error([cause instanceof Error ? cause.message : String(cause), usage].filter(Boolean).join('\n'))
  process.exitCode = wronglyCalled
}
