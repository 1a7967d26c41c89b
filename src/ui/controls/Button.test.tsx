// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { HeldButtons } from '@/ui/layout/held-buttons.ts'
import { Button } from './Button.tsx'

afterEach(cleanup)

const button = (name: string) => screen.getByRole('button', { name })

test('where presses would come to nothing, every button says why, and one with a reason of its own says that', () => {
  const press = vi.fn<() => void>()
  const page = (held: string | null) => (
    <HeldButtons value={held}>
      <Button onClick={press}>Sign</Button>
      <Button onClick={press} disabledReason="No wallet.">
        Connect
      </Button>
    </HeldButtons>
  )
  const { rerender } = render(page('Still looking.'))
  fireEvent.click(button('Sign'))
  fireEvent.click(button('Connect'))
  expect(press).not.toHaveBeenCalled()
  const reasonOf = (name: string) => document.getElementById(button(name).getAttribute('aria-describedby')!)?.textContent
  expect([reasonOf('Sign'), reasonOf('Connect')]).toEqual(['Still looking.', 'No wallet.'])
  rerender(page(null))
  fireEvent.click(button('Sign'))
  expect(press).toHaveBeenCalledTimes(1)
  expect(button('Connect').getAttribute('aria-disabled')).toBe('true')
})
