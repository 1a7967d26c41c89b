/**
 * `verify FILE [--json] [--at ISO-TIME] [--rpc URL] [--sandbox-root FILE]`: checks a saved proof as the console does, for the CI of an app.
 * Nothing is asked of any network but the chain's node that `--rpc` names; without it, what only a contract can say is unknown. `--at` is
 * when the collateral has to be in date (default: now). `--sandbox-root` names the DER of a sandbox's root, which counts besides Intel's.
 *
 * Exits with 0 when every link that applies holds, 1 when one fails, 2 when one is unknown, 3 when the file cannot be read, 64 when it was
 * called wrongly. Built as dist/server/verify.mjs; needs no server and no node_modules.
 */
import { networkTitle } from '@/domain/network-names.ts'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ProofBundle, readBundle } from '@/attestation/bundle.ts'
import type { ChainWord } from '@/attestation/claims.ts'
import { linkTitles } from '@/attestation/link-texts.ts'
import { type Link, verdictOf } from '@/attestation/links.ts'
import { measure, type Measured } from '@/attestation/measure.ts'
import { prove } from '@/attestation/prove.ts'
import { type AskNode, readAllowances } from '@/chain/measured/allowances.ts'

const usage = 'Usage: verify FILE [--json] [--at ISO-TIME] [--rpc URL] [--sandbox-root FILE]'
const exitCodes = { holds: 0, fails: 1, unknown: 2, unreadable: 3 }
const wronglyCalled = 64

interface Answer {
  links: Link[]
  verdict: keyof typeof exitCodes
}

interface Options {
  file: string
  at: number
  rpc: string | undefined
  sandboxRootDer: Uint8Array | null
}

async function check({ file, at, rpc, sandboxRootDer }: Options): Promise<Answer & { why?: string; root?: string }> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch {
    return { links: [], verdict: 'unreadable', why: 'The file cannot be read as UTF-8 text.' }
  }
  const bundle = readBundle(text)
  if ('unreadable' in bundle) return { links: [], verdict: 'unreadable', why: bundle.unreadable }
  const measured = measure(bundle.evidence, { at, sandboxRootDer })
  if ('unreadable' in measured) return { links: [], verdict: 'unreadable', why: measured.unreadable }
  const links = prove(measured, bundle.claims, await chainWord(bundle, measured, rpc))
  return { links, verdict: verdictOf(links), root: measured.root }
}

/** The contract's word, read now; without a node only what the bundle recorded. */
async function chainWord({ recorded }: ProofBundle, { facts, deviceId }: Measured, rpc: string | undefined): Promise<ChainWord> {
  if (rpc === undefined)
    return recorded ? { from: 'recorded', reading: recorded } : { from: 'none', why: 'No contract was asked: --rpc names no node.' }
  const appContract = recorded?.appContract ?? (facts?.appId ? `0x${facts.appId}` : null)
  if (appContract === null) return { from: 'none', why: 'Neither the file nor the event log names an app contract.' }
  try {
    const reading = await readAllowances(nodeAt(rpc), {
      appContract,
      kmsContract: recorded?.kmsContract ?? null,
      composeHash: facts?.composeHash ?? null,
      deviceId,
      osImageHash: facts?.osImageHash ?? null,
    })
    if (recorded && recorded.chainId !== reading.chainId) {
      return { from: 'none', why: `The node is of ${networkTitle(reading.chainId)}, and the file names ${networkTitle(recorded.chainId)}.` }
    }
    return { from: 'read', reading }
  } catch {
    return { from: 'none', why: 'The chain could not be read.' }
  }
}

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

const marks = { holds: '✓ holds', fails: '✗ fails', unknown: '? unknown', 'not-applicable': '– not applicable' }

function print(answer: Awaited<ReturnType<typeof check>>) {
  if (answer.root === 'sandbox') console.log('Sandbox root, not Intel: this says nothing about any machine.\n')
  for (const { id, state, note, compared } of answer.links) {
    console.log(`${marks[state].padEnd(17)} ${id.padEnd(10)} ${linkTitles[id]}\n${' '.repeat(29)}${note}`)
    for (const { measured, measuredFrom, expected, expectedFrom } of compared) {
      console.log(
        `${' '.repeat(29)}${measured ?? '(nothing)'}  ${measuredFrom}\n${' '.repeat(29)}${expected ?? '(nothing)'}  ${expectedFrom}`,
      )
    }
  }
  console.log(`${answer.links.length > 0 ? '\n' : ''}Verdict: ${answer.verdict}${answer.why ? `. ${answer.why}` : ''}`)
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      at: { type: 'string' },
      rpc: { type: 'string' },
      'sandbox-root': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (values.help || file === undefined || positionals.length > 1) throw new Error(values.help ? '' : 'One file is needed.')
  const at = values.at === undefined ? Date.now() : Date.parse(values.at)
  if (Number.isNaN(at)) throw new Error('--at is no time.')
  const rootFile = values['sandbox-root']
  const sandboxRootDer = rootFile === undefined ? null : new Uint8Array(readFileSync(rootFile))
  const answer = await check({ file, at, rpc: values.rpc, sandboxRootDer })
  if (values.json) console.log(JSON.stringify({ links: answer.links, verdict: answer.verdict, ...(answer.why ? { why: answer.why } : {}) }))
  else print(answer)
  return exitCodes[answer.verdict]
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error([cause instanceof Error ? cause.message : String(cause), usage].filter(Boolean).join('\n'))
  process.exitCode = wronglyCalled
}
