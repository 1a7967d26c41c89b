// @vitest-environment node
import { expect, test } from 'vitest'
import { wordsAfter } from '@/api/snippets/testing/shell-words.ts'
import { refreshBatchBody } from '@/api/instance-ids.ts'
import { batchSnippets } from './batch-snippets.ts'

test('every form holds the body that the console sends, to the letter', () => {
  const ids = ["cvm_o'clock", 'cvm_$HOME', 'cvm_3']
  const options = { runningOnly: true, missingOnly: false, overwrite: false, dryRun: true }
  const body = refreshBatchBody(ids, options)
  const { json, sdk, curl, cli } = batchSnippets(ids, options)
  expect(JSON.parse(json)).toEqual(body)
  expect(JSON.parse(sdk.slice(sdk.indexOf('), {') + 3, sdk.lastIndexOf('})') + 1))).toEqual(body)
  expect(JSON.parse(wordsAfter('--data-raw', curl)[0]!)).toEqual(body)
  expect(JSON.parse(wordsAfter('-d', cli)[0]!)).toEqual(body)
})
