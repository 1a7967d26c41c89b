import { oddCharacter } from './characters.ts'
import { error, type Finding } from './remark.ts'
import type { MistakeReason, YamlMistake } from './yaml/tokens.ts'

const words: Record<MistakeReason, string> = {
  'alias-name': 'A * starts the name of an anchor, and there is none here. Put quotes around the text.',
  'anchor-name': 'An & starts the name of an anchor, and there is none here. Put quotes around the text.',
  'bad-escape': 'A backslash within double quotes must start a known escape. Write \\\\ for the backslash itself, or use single quotes.',
  'block-header': 'After | or > only a digit, + or - may follow; the text starts on the next line.',
  'control-character': 'YAML does not allow this character. Delete it.',
  cycle: 'This refers to something that it is itself part of.',
  directive: 'A line that begins with % is a directive, and Docker does not know this one.',
  'document-start': 'The document has ended here. Write --- on a line of its own before another one.',
  'empty-document': 'This document has no keys. Remove the ---, or write the keys under it.',
  'expected-key':
    'A key was expected here, in line with the ones above. Check the indentation and the quotes of this line and the one before.',
  'expected-item': 'Another “- ” was expected here, in line with the ones above. Check the indentation.',
  'key-not-allowed': 'A key cannot begin here.',
  'list-not-allowed': 'A list cannot begin on this line. Put its “- ” on a line of its own.',
  'merge-value': 'After << a map or the alias of one is needed.',
  'missing-colon': 'This line has no “: ” after its key. The colon needs a space after it as well.',
  'non-string-key': 'This key is a number, a truth value or nothing, where Docker needs text. Put quotes around it.',
  'odd-start': 'A value cannot begin with this character. Put quotes around the text.',
  'repeated-key': 'This key appears twice. Remove one of them, or merge them.',
  'scalar-tag': 'The value does not fit the type that is written before it.',
  'tab-indent': 'YAML is indented with spaces, and this is a tab.',
  tag: 'Docker does not know this tag.',
  'too-deep': 'This is nested deeper than any compose file needs to be.',
  'too-many-aliases': 'Aliases multiply here to more than Docker reads.',
  'two-anchors': 'Only one anchor and one tag can come before a value, and none before an alias.',
  'unclosed-flow': 'This bracket is not closed, or a comma is missing within it.',
  'unclosed-quote': 'This quote is not closed.',
  'unknown-alias': 'There is no anchor with this name above. If it is meant as text, put quotes around it.',
  'value-not-allowed':
    'There is a second “: ” on this line, or the line is indented more than the one before. Put quotes around text that contains a colon.',
}

/** A mistake as a remark, in words for a person who writes compose files and not parsers. */
export function syntaxFinding(mistake: YamlMistake, text: string): Finding {
  const lineEnd = text.indexOf('\n', mistake.at)
  const line = text.slice(text.lastIndexOf('\n', mistake.at - 1) + 1, lineEnd < 0 ? undefined : lineEnd)
  const odd = oddCharacter(line.slice(0, 400))
  return error(
    mistake.at,
    odd ? 'odd-character' : 'syntax',
    `This is not valid YAML: ${words[mistake.reason]}${odd ? ` The line holds ${odd}, which may be why.` : ''}`,
  )
}
