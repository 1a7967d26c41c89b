// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { described } from '@/ui/controls/testing/described.ts'
import { EditField } from './EditField.tsx'

afterEach(cleanup)

test('a control is named by its label and described by error, old value and hint', () => {
  render(
    <EditField label="Memory" hint="Whole GB." error="At most 512 GB." changed was="8 GB" onUndo={() => {}}>
      <NumberInput unit="GB" defaultValue="900" />
    </EditField>,
  )
  const input = screen.getByRole('textbox', { name: /Memory/ })
  expect(described(input)).toEqual(['At most 512 GB.', 'was 8 GB', 'Whole GB.'])
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByRole('button', { name: 'Undo the change of Memory' })).toBeTruthy()
})

test('what is typed stays when the mark of a change comes and goes', () => {
  const field = (changed: boolean) => (
    <EditField label="Memory" changed={changed} was="8 GB" onUndo={() => {}}>
      <NumberInput unit="GB" defaultValue="9" />
    </EditField>
  )
  const { rerender } = render(field(false))
  const input = screen.getByRole('textbox', { name: 'Memory' })
  rerender(field(true))
  expect(screen.getByRole('textbox', { name: /Memory/ })).toBe(input)
  expect(described(input)).toEqual(['was 8 GB'])
})
