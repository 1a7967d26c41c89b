import { linkTitles } from '@/attestation/link-texts.ts'
import type { Answer } from './check-file.ts'

const marks = { holds: '✓ holds', fails: '✗ fails', unknown: '? unknown', 'not-applicable': '– not applicable' }

/** Control, format and separating characters: what could move the cursor, hide text or begin a line of its own. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

const escaped = (character: string) =>
  Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

/** Text of a file or a node, in one line that says what it says. */
const printable = (text: string) => text.replaceAll(unprintable, escaped)

/** The answer for a program to read. */
export function answerJson({ links, verdict, why, root = null, onWordOfFile, judgedFor, ownTime }: Answer): string {
  // What is undefined is left out.
  return JSON.stringify({ links, verdict, root, why, onWordOfFile, judgedFor, ownTime }).replaceAll(unprintable, escaped)
}

/** The answer for a person to read, link by link. */
export function answerText({ links, verdict, why, root, onWordOfFile, judgedFor, ownTime, isYetToCome }: Answer): string {
  const indent = ' '.repeat(29)
  const lines = root === 'sandbox' ? ['Sandbox root, not Intel: this says nothing about any machine.', ''] : []
  for (const { id, state, note, compared } of links) {
    lines.push(`${marks[state].padEnd(17)} ${id.padEnd(10)} ${linkTitles[id]}`, `${indent}${note}`)
    for (const { measured, measuredFrom, expected, expectedFrom } of compared) {
      lines.push(`${indent}${measured ?? '(nothing)'}  ${measuredFrom}`, `${indent}${expected ?? '(nothing)'}  ${expectedFrom}`)
    }
  }
  if (links.length > 0) lines.push('')
  if (onWordOfFile?.length)
    lines.push(`Which CVM this is, and what it has to run, stands in the file itself. Name it with ${onWordOfFile.join(' and ')}.`)
  if (judgedFor) lines.push(`Collateral judged for ${judgedFor}.`)
  if (ownTime)
    lines.push(
      `It is ${isYetToCome ? 'not yet in date. A' : 'out of date. An old'} file can be judged for the time that it names: --at ${ownTime}`,
    )
  return [...lines, `Verdict: ${verdict}${why ? `. ${why}` : ''}`].map(printable).join('\n')
}
