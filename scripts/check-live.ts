/**
 * `npm run check:live [-- --list]`: reads a live account with a key of one's own (`PHALA_CLOUD_API_KEY`, `PHALA_CLOUD_API_PREFIX`), as the
 * console does, and says what it did not understand and what was seen of `docs/assumptions.md`. Reads alone (GET); first it prints what it is
 * going to ask. No id and no value of an answer is printed.
 * Exit code: 0 when everything was answered and understood, 1 when something was refused or not understood, 2 when nothing was asked or it
 * ended early. Built as dist/server/check-live.mjs; needs no server.
 */
import { checkLive, plannedReads } from './live/check-live-account.ts'

const prefix = (process.env['PHALA_CLOUD_API_PREFIX'] ?? 'https://cloud-api.phala.com/api/v1').replace(/\/$/, '')
const apiKey = process.env['PHALA_CLOUD_API_KEY'] ?? ''

async function main(): Promise<number> {
  console.log(`This asks ${new URL(prefix).host}, with GET alone:\n${plannedReads.map((line) => `  ${line}`).join('\n')}\n`)
  if (process.argv.includes('--list')) return 0
  if (apiKey === '') {
    console.error('Set PHALA_CLOUD_API_KEY to a key of your own.')
    return 2
  }
  const { text, isWhole } = await checkLive({ prefix, apiKey, fetch })
  console.log(text)
  return isWhole ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : String(cause))
    process.exitCode = 2
  },
)
