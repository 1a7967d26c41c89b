// @vitest-environment jsdom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useWasAnswered } from './use-was-answered.ts'

afterEach(cleanup)

const asking: Parameters<typeof useWasAnswered>[0] = { data: undefined, isError: false, isFetchedAfterMount: false }

test.each([
  ['an answer from before the page was there', { ...asking, data: 'files' }],
  ['a refusal from before the page was there, which may not be asked about again yet', { ...asking, isError: true }],
  ['an answer since', { ...asking, data: null, isFetchedAfterMount: true }],
])('%s is one, and stays one while it is asked for again', (_, answered) => {
  const { result, rerender } = renderHook(useWasAnswered, { initialProps: asking })
  expect(result.current).toBe(false)
  rerender(answered)
  expect(result.current).toBe(true)
  rerender(asking)
  expect(result.current).toBe(true)
  expect(renderHook(useWasAnswered, { initialProps: answered }).result.current).toBe(true)
})
