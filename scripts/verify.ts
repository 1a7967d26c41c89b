/**
 * `verify FILE [--json] [--at ISO-TIME] [--rpc URL] [--kms-contract ADDRESS] [--sandbox-root FILE]`: checks a saved proof as the console does,
 * for the CI of an app. Nothing is asked of any network but the chain's node that `--rpc` names; without it, what only a contract can say is
 * unknown. `--kms-contract` is the KMS contract to trust; without it the one that the file names is asked, and the answer says so. `--at` is
 * when the collateral has to be in date (default: now). `--sandbox-root` names the DER of a sandbox's root, which counts besides Intel's.
 *
 * Exits with 0 when every link that applies holds, 1 when one fails, 2 when one is unknown, 3 when the file cannot be read, 64 when it was
 * called wrongly. Built as dist/server/verify.mjs; needs no server and no node_modules.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { AskNode } from '@/chain/measured/allowances.ts'
import { checkFile } from './verify/check-file.ts'
import { answerText } from './verify/print-answer.ts'

const usage = 'Usage: verify FILE [--json] [--at ISO-TIME] [--rpc URL] [--kms-contract ADDRESS] [--sandbox-root FILE]'
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
  const kmsContract = values['kms-contract']?.toLowerCase() ?? null
  if (kmsContract !== null && !/^0x[0-9a-f]{40}$/.test(kmsContract)) throw new Error('--kms-contract is no address.')
  const rootFile = values['sandbox-root']
  const sandboxRootDer = rootFile === undefined ? null : new Uint8Array(readFileSync(rootFile))
  const node = values.rpc === undefined ? null : nodeAt(values.rpc)
  const answer = await checkFile({ file, at, node, kmsContract, sandboxRootDer })
  const { links, verdict, why } = answer
  console.log(values.json ? JSON.stringify({ links, verdict, ...(why ? { why } : {}) }) : answerText(answer))
  return exitCodes[verdict]
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error([cause instanceof Error ? cause.message : String(cause), usage].filter(Boolean).join('\n'))
  process.exitCode = wronglyCalled
}
