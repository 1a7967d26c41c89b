// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useForm, useWatch } from 'react-hook-form'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Edit } from '@/features/edit/edit.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { TextField } from './TextField.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** The script's field in a form of its own, with what it reads of the edit around it. */
function ScriptField() {
  const form = useForm<EditValues>({ defaultValues: { ...sampleValues, preLaunchScript: 'echo one\r\necho two\r\n' } })
  const values = useWatch({ control: form.control }) as EditValues
  const edit = { values, editors: {}, absentBecause: null, onMoveSecret: undefined } as unknown as Edit
  return (
    <>
      <TextField
        name="preLaunchScript"
        form={form}
        edit={edit}
        cvm={sampleCvm()}
        value={values.preLaunchScript}
        before=""
        isChanged
        problem={undefined}
        onUndo={() => {}}
      />
      <output>{JSON.stringify(values.preLaunchScript)}</output>
    </>
  )
}

test('a script with Windows line ends says that it would fail, and is converted when asked to', async () => {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ScriptField />
    </QueryClientProvider>,
  )
  expect(screen.getByText(/end as on Windows \(CRLF\).*the script would fail/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Convert the line ends' }))
  expect(screen.getByText(JSON.stringify('echo one\necho two\n'))).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Convert the line ends' })).toBeNull()
})
