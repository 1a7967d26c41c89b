// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from './Button.tsx'
import { Field } from './Field.tsx'
import { NumberInput } from './NumberInput.tsx'
import { described } from './testing/described.ts'

afterEach(cleanup)

test('a control is named by its label and described by error, note and hint', () => {
  render(
    <Field label="Memory" hint="Whole GB." error="At most 512 GB." note="was 8 GB">
      <NumberInput unit="GB" defaultValue="900" />
    </Field>,
  )
  const input = screen.getByRole('textbox', { name: 'Memory' })
  expect(described(input)).toEqual(['At most 512 GB.', 'was 8 GB', 'Whole GB.'])
  expect(input.getAttribute('aria-invalid')).toBe('true')
})

test('a button that cannot be pressed keeps its place in the tab order and says why', () => {
  const onClick = vi.fn()
  render(
    <Button disabledReason="Nothing has changed." onClick={onClick}>
      Review
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Review' })
  button.focus()
  button.click()
  expect(document.activeElement).toBe(button)
  expect(onClick).not.toHaveBeenCalled()
  expect(described(button)).toEqual(['Nothing has changed.'])
})
