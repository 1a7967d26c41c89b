import { oddCharacter } from './characters.ts'
import { error, type Finding } from './remark.ts'
import type { MistakeReason, YamlMistake } from './yaml/tokens.ts'

const words: Record<MistakeReason, string> = {
  'alias-name': 'A * begins the name of an anchor, and this is none. Put quotes around the text.',
  'anchor-name': 'An & begins the name of an anchor, and this is none. Put quotes around the text.',
  'bad-escape': 'A backslash within double quotes has to begin a known escape. Write \\\\ for the backslash itself, or use single quotes.',
  'block-header': 'After | or > only a digit, + or - may stand; the text begins on the next line.',
  'control-character': 'This character cannot stand in YAML. Delete it.',
  cycle: 'This refers to something that it is itself part of.',
  directive: 'A line that begins with % is a directive, and Docker does not know this one.',
  'document-start': 'The document has ended here. Write --- on a line of its own before another one.',
  'empty-document': 'This document holds no keys. Take the --- away, or write the keys under it.',
  'expected-key':
    'A key was expected here, in line with the ones above. Check the indentation and the quotes of this line and the one before.',
  'expected-item': 'Another “- ” was expected here, in line with the ones above. Check the indentation.',
  'key-not-allowed': 'A key cannot begin here.',
  'list-not-allowed': 'A list cannot begin on this line. Put its “- ” on a line of its own.',
  'merge-value': 'After << a map or the alias of one is needed.',
  'missing-colon': 'This line has no “: ” after its key. A blank after the colon is needed as well.',
  'non-string-key': 'This key is a number, a truth value or nothing, where Docker needs text. Put quotes around it.',
  'odd-start': 'A value cannot begin with this character. Put quotes around the text.',
  'repeated-key': 'This key stands here a second time. Take one of them away, or put them together.',
  'scalar-tag': 'The value does not fit the type that is written before it.',
  'tab-indent': 'YAML is indented with spaces, and here is a tab.',
  tag: 'Docker does not know this tag.',
  'too-deep': 'This is nested deeper than any compose file needs to be.',
  'too-many-aliases': 'Aliases multiply here to more than Docker reads.',
  'two-anchors': 'Only one anchor and one tag can stand before a value, and none before an alias.',
  'unclosed-flow': 'This bracket is not closed, or a comma is missing within it.',
  'unclosed-quote': 'This quote is not closed.',
  'unknown-alias': 'No anchor of this name stands above. If it is meant as text, put quotes around it.',
  'value-not-allowed':
    'A second “: ” stands on this line, or the line is indented more than the one before. Put quotes around a text that holds a colon.',
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
