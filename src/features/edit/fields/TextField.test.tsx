// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { undo } from '@codemirror/commands'
import { EditorView } from '@codemirror/view'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Edit } from '@/features/edit/edit.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import type { CodeEditorHandle } from '@/ui/code/code-editor-props.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { TextField } from './TextField.tsx'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })) // jsdom has none
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList // nor layout
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const editors = { preLaunchScript: createRef<CodeEditorHandle>() }

/** The script's field in a form of its own, with what it reads of the edit around it. */
function ScriptField() {
  const form = useForm<EditValues>({ defaultValues: { ...sampleValues, preLaunchScript: 'echo one\r\necho two\r\n' } })
  const values = useWatch({ control: form.control }) as EditValues
  const edit = { values, editors, absentBecause: null, onMoveSecret: undefined } as unknown as Edit
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

const open = () =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ScriptField />
    </QueryClientProvider>,
  )
/** Once its code has come. */
const editorView = () =>
  waitFor(() =>
    EditorView.findFromDOM(document.querySelector('[data-code-editor]')!.shadowRoot!.querySelector<HTMLElement>('.cm-editor')!)!,
  )

test('a script with Windows line ends says that it would fail, and is converted when asked to', async () => {
  open()
  expect(screen.getByText(/end as on Windows \(CRLF\).*the script would fail/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Convert the line ends' }))
  expect(screen.getByText(JSON.stringify('echo one\necho two\n'))).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Convert the line ends' })).toBeNull()
})

test('converting the line ends, and a file in place of the text, can be undone in the editor', async () => {
  open()
  const view = await editorView()
  await userEvent.click(screen.getByRole('button', { name: 'Convert the line ends' }))
  const file = new File(['echo three\n'], 'new.sh')
  // Not in this environment.
  Object.assign(file, { arrayBuffer: () => new Response('echo three\n').arrayBuffer() })
  await userEvent.upload(screen.getByLabelText('Upload Pre-launch script'), file)
  expect(await screen.findByText(JSON.stringify('echo three\n'))).toBeTruthy()
  act(() => void undo(view))
  expect(screen.getByText(JSON.stringify('echo one\necho two\n'))).toBeTruthy()
  act(() => void undo(view))
  expect(screen.getByText(JSON.stringify('echo one\r\necho two\r\n'))).toBeTruthy()
})
