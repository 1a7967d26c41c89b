import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Opening tags of a file, whole; a `>` within braces, as in an arrow function, does not end one. */
function openingTags(source: string): { name: string; attributes: string }[] {
  return [...source.matchAll(/<([a-z]+)(?=[\s>])/g)].map((match) => {
    const start = match.index + match[0].length
    let depth = 0
    let at = start
    for (; at < source.length; at += 1) {
      const sign = source[at]
      if (sign === '{') depth += 1
      else if (sign === '}') depth -= 1
      else if (sign === '>' && depth === 0) break
    }
    return { name: match[1]!, attributes: source.slice(start, at) }
  })
}

const code = new Set(['code', 'pre', 'kbd', 'bdi'])

test('what a translator would spoil says so: every id, hash, key, name and piece of code', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'))
    .map((file) => join('src', file))
  const spoiled = files.flatMap((file) =>
    openingTags(readFileSync(file, 'utf8'))
      .filter(({ name, attributes }) => code.has(name) && !/\btranslate="no"/.test(attributes))
      .map(({ name, attributes }) => `${file}: <${name}${attributes}>`),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(spoiled).toEqual([])
})
