// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, expect, test } from 'vitest'
import { LookupTrouble } from './LookupTrouble.tsx'

afterEach(cleanup)

function Search({ error }: { error: Error | null }) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input ref={field} aria-label="Search" />
      {error ? <LookupTrouble error={error} fleet={undefined} updatedAt={0} isFetching={false} onRetry={() => {}} field={field} /> : null}
    </>
  )
}

test('whoever stands on the button of a trouble that ends by itself is in the field then, and nobody else is', () => {
  const { rerender } = render(<Search error={new Error('Not now')} />)
  screen.getByRole('button', { name: 'Try again' }).focus()
  rerender(<Search error={null} />)
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Search' }))

  rerender(<Search error={new Error('Not now')} />)
  screen.getByRole('textbox').blur()
  rerender(<Search error={null} />)
  expect(document.activeElement).toBe(document.body)
})
