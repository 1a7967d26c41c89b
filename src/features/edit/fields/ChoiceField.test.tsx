// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useForm, useWatch } from 'react-hook-form'
import { afterEach, expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Edit } from '@/features/edit/edit.ts'
import type { Choice } from '@/updates/fields/field-row.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { ChoiceField } from './ChoiceField.tsx'

afterEach(cleanup)

const images: Choice[] = [
  { value: 'dstack-0.5.5', label: 'dstack-0.5.5' },
  { value: 'dstack-0.5.6', label: 'dstack-0.5.6' },
]

/** The field in a form of its own, with the value that an edit of before put there. */
function ImageField({ choices, kept = 'dstack-0.5.5' }: { choices: Choice[] | null; kept?: string }) {
  const form = useForm<EditValues>({ defaultValues: { ...sampleValues, osImage: kept } })
  const values = useWatch({ control: form.control }) as EditValues
  return (
    <QueryClientProvider client={new QueryClient()}>
      <ChoiceField
        name="osImage"
        form={form}
        edit={{} as Edit}
        cvm={sampleCvm()}
        value={values.osImage}
        before="dstack-0.5.5"
        isChanged={values.osImage !== 'dstack-0.5.5'}
        problem={undefined}
        onUndo={() => form.setValue('osImage', 'dstack-0.5.5')}
        choices={choices}
      />
    </QueryClientProvider>
  )
}
const select = () => screen.getByRole<HTMLSelectElement>('combobox')

test('choices that arrive late leave the focus where it is, and the value among them is selected', () => {
  const { rerender } = render(<ImageField choices={null} kept="dstack-0.5.6" />)
  select().focus()
  rerender(<ImageField choices={images} kept="dstack-0.5.6" />)
  expect(document.activeElement).toBe(select())
  expect(select().value).toBe('dstack-0.5.6')
})

test('what is chosen is kept, and undoing it puts the stored value back', async () => {
  render(<ImageField choices={images} />)
  await userEvent.selectOptions(select(), 'dstack-0.5.6')
  expect(select().value).toBe('dstack-0.5.6')
  await userEvent.click(screen.getByRole('button', { name: /^Undo/ }))
  expect(select().value).toBe('dstack-0.5.5')
})
