import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** A count that is put before a plural, as in "{count} CVMs": with a count of one it would read "1 CVMs". */
const bare =
  /\{(?<count>[^{}]+)\} (?:CVMs|GPUs|rows|requests|instance IDs|ids|fields|variables|lines|values|pieces|conflicts|links|settings|revisions|results|duplicates)\b(?!=)/g
/** The line chooses the singular itself, or the count is a limit that is never one. */
const isGuarded = (line: string, count: string) => /=== 1|> 1\b/.test(line) || /\bmax[A-Z]\w+|Limits\./.test(count)

const bareIn = (line: string) =>
  [...line.matchAll(bare)].filter(({ groups }) => !isGuarded(line, groups!['count']!)).map(([found]) => found) // the pattern names the group

test('no text puts a plural after a count that may be one', () => {
  expect(bareIn('`${rows.length} CVMs`')).toEqual(['{rows.length} CVMs'])
  expect(bareIn("count === 1 ? '1 name' : `${count} names`")).toEqual([])

  const found = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|testing\//.test(file))
    .flatMap((file) =>
      readFileSync(join('src', file), 'utf8')
        .split('\n')
        .flatMap(bareIn)
        .map((text) => `${file}: ${text}`),
    )
  expect(found, 'use counted() or countedOf()').toEqual([])
})
