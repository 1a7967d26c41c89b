import { linkTitles } from '@/attestation/link-texts.ts'
import type { Answer } from './check-file.ts'

const marks = { holds: '✓ holds', fails: '✗ fails', unknown: '? unknown', 'not-applicable': '– not applicable' }

/** The answer for a person to read, link by link. */
export function answerText({ links, verdict, why, root, judgedFor, ownTime }: Answer): string {
  const indent = ' '.repeat(29)
  const lines = root === 'sandbox' ? ['Sandbox root, not Intel: this says nothing about any machine.', ''] : []
  for (const { id, state, note, compared } of links) {
    lines.push(`${marks[state].padEnd(17)} ${id.padEnd(10)} ${linkTitles[id]}`, `${indent}${note}`)
    for (const { measured, measuredFrom, expected, expectedFrom } of compared) {
      lines.push(`${indent}${measured ?? '(nothing)'}  ${measuredFrom}`, `${indent}${expected ?? '(nothing)'}  ${expectedFrom}`)
    }
  }
  if (links.length > 0) lines.push('')
  if (judgedFor) lines.push(`Collateral judged for ${judgedFor}.`)
  if (ownTime) lines.push(`It is out of date. An old file can be judged for the time that it names: --at ${ownTime}`)
  return [...lines, `Verdict: ${verdict}${why ? `. ${why}` : ''}`].join('\n')
}
