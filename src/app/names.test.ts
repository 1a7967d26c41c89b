import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** A name of a CVM, a person or a workspace as an expression. */
const name = String.raw`(?:(?:cvm|row|asked|here|workspace\??)\.name|(?:\w+\.)*cvmName|(?:\w+\.)*username)`
const asChild = new RegExp(String.raw`(?<!<Name>|[=$\w])\{(?:\w+\??\.)*?${name}\}`, 'g')
const inText = new RegExp(String.raw`\$\{(?:\w+\??\.)*?${name}\}`, 'g')
/** A file's name is no text beside which anything stands. */
const isFileName = (line: string) => /save\w*File\(/.test(line)

test('every name that somebody gave is shown by itself, so that none turns round what stands beside it', () => {
  const files = ['src/app', 'src/features', 'src/ui'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => join(room, file)),
  )
  expect(files.length).toBeGreaterThan(200)
  const bare = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !isFileName(line))
      .flatMap((line) => [...(line.match(asChild) ?? []), ...(line.match(inText) ?? [])])
      .map((found) => `${file}: ${found}`),
  )
  expect(bare, 'use <Name> or isolated()').toEqual([])
})
