import { classNames } from '@/ui/layout/class-names.ts'

const codeLineHeightPx = 20
const codePaddingPx = 8

/** Height of a code pane, the same before and after its editor has loaded. */
export const codeHeightPx = (lines: number) => lines * codeLineHeightPx + 2 * codePaddingPx

/** The edge of a code pane. */
export const codeFrameClass = ({ isFrameless = false, isChanged = false, hasError = false }) =>
  classNames(
    'block w-full min-w-0 overflow-hidden',
    isFrameless
      ? 'rounded-b'
      : classNames(
          'rounded-md border focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
          hasError ? 'border-stop' : isChanged ? 'border-changed' : 'border-edge',
        ),
  )

/** How every line of a text ends; `null` for a text that mixes ends, which are then kept one by one. */
export function lineEndOf(text: string): '\n' | '\r\n' | null {
  if (!text.includes('\r')) return '\n'
  return /\r(?!\n)|(?<!\r)\n/.test(text) ? null : '\r\n'
}

/** A part with the line ends of the text that it goes into; in a mixed text only \n separates lines. */
export const withLineEnds = (part: string, into: string): string => part.replace(/\r\n|\r|\n/g, lineEndOf(into) ?? '\n')
