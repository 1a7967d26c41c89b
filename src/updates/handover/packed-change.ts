import type { ComposeHash } from '@/domain/identifiers.ts'
import { type Change, type ChangeFileProblem, readChangeFile, writeChangeFile } from './change-file.ts'

/** So much of a link as chats, mail programs and address bars carry along without cutting it. */
export const mostPackedCharacters = 6_000
export const packedPattern = new RegExp(`^[A-Za-z0-9_-]{1,${mostPackedCharacters}}$`)

/** Of the change when it is unpacked, in bytes. What is packed may claim to be far larger than it is. */
const mostBytes = 1024 * 1024

/** A change as a part of a link: the file of `change-file.ts`, deflated, in base64url. `null` where it is too large for one. */
export async function packChange(change: Change): Promise<string | null> {
  const file = new TextEncoder().encode(writeChangeFile(change))
  if (file.byteLength > mostBytes) return null
  const deflated = new Response(streamOf(file).pipeThrough(new CompressionStream('deflate-raw')))
  const bytes = new Uint8Array(await deflated.arrayBuffer())
  const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
  return packed.length > mostPackedCharacters ? null : packed
}

const streamOf = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes).body! // it was given one

/** Unpacks what a link brought, as untrusted as the file would be: its new version has to have exactly this hash. */
export async function unpackChange(packed: string, composeHash: ComposeHash): ReturnType<typeof readChangeFile> {
  const text = await inflate(packed).catch(() => null)
  return text === null ? { problem: 'unknown-file' satisfies ChangeFileProblem } : readChangeFile(text, composeHash)
}

async function inflate(packed: string): Promise<string | null> {
  if (!packedPattern.test(packed)) return null
  const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  const reader = streamOf(bytes).pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > mostBytes) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}
