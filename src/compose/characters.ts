/** Characters that look like others, or like nothing, and get into files from word processors, chats and web pages. */
const names: Record<string, string> = {
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u2002': 'en space',
  '\u2003': 'em space',
  '\u2007': 'figure space',
  '\u2009': 'thin space',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u2018': 'opening curly quote',
  '\u2019': 'closing curly quote',
  '\u201a': 'low curly quote',
  '\u201c': 'opening curly quote',
  '\u201d': 'closing curly quote',
  '\u201e': 'low curly quote',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'end of a direction',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u3000': 'wide space',
  '\ufeff': 'byte order mark',
  '\ufffd': 'replacement character',
}

const odd = new RegExp(`[${Object.keys(names).join('')}]`)
const curlyQuote = /[‘’‚“”„]/
const invisible = /[\u00a0\u00ad\u2002-\u200f\u2028-\u202f\u2060\u3000\ufeff]/

function described(character: string): string {
  const name = names[character] ?? 'character'
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`
}

/** The first odd character of a text in words, such as `a no-break space (U+00A0)`; `null` when there is none. */
export function oddCharacter(text: string): string | null {
  const found = odd.exec(text)
  return found ? described(found[0]) : null
}

/** The first invisible one. */
export function invisibleCharacter(text: string): string | null {
  const found = invisible.exec(text)
  return found ? described(found[0]) : null
}

/** A curly quote at the edge of a text, where somebody meant a straight one. */
export function edgeQuote(text: string): string | null {
  const [first = '', last = ''] = [text[0], text.at(-1)]
  const found = curlyQuote.test(first) ? first : curlyQuote.test(last) ? last : null
  return found === null ? null : described(found)
}
