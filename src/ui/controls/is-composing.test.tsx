// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { isComposing } from './is-composing.ts'

afterEach(cleanup)

test('an Enter that confirms a word does nothing else, in the order of every browser', () => {
  const accept = vi.fn()
  render(<input aria-label="Search" onKeyDown={(event) => event.key === 'Enter' && !isComposing(event) && accept()} />)
  const input = screen.getByRole('textbox', { name: 'Search' })
  // Chromium and Firefox: within the composition.
  fireEvent.keyDown(input, { key: 'Enter', keyCode: 229, isComposing: true })
  fireEvent.compositionEnd(input)
  // Safari: after it.
  fireEvent.keyDown(input, { key: 'Enter', keyCode: 229 })
  expect(accept).not.toHaveBeenCalled()
  fireEvent.keyDown(input, { key: 'Enter', keyCode: 13 })
  expect(accept).toHaveBeenCalledTimes(1)
})
