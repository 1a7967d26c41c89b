// @vitest-environment jsdom
import { cleanup, configure, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef, useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { CodeTextArea } from '@/ui/code/CodeTextArea.tsx'
import type { CodeEditorHandle } from '@/ui/code/code-editor-props.ts'
import { useNoStrayDrops } from '@/features/edit/use-no-stray-drops.ts'
import { DroppedFileDialog } from './DroppedFileDialog.tsx'
import { useTextFile } from './use-text-file.ts'

configure({ asyncUtilTimeout: 10_000 })
afterEach(cleanup)

/** The field's text as its plain editor holds it; the one with colours is given the same handle. */
function Field({ initial }: { initial: string }) {
  const [text, setText] = useState(initial)
  const editor = useRef<CodeEditorHandle>(null)
  const file = useTextFile({ text, onReplace: setText, onInsert: (part) => editor.current?.insert(part) })
  useNoStrayDrops()
  return (
    <main>
      <div {...file.dropTarget}>
        <CodeTextArea
          ref={editor}
          label="Compose file"
          language="yaml"
          value={text}
          onChange={setText}
          onHandover={() => {}}
          takeOver={() => null}
        />
      </div>
      <p>{file.problem}</p>
      <output>{JSON.stringify(text)}</output>
      <DroppedFileDialog
        file={file.dropped}
        into="docker-compose.yml"
        onReplace={file.replace}
        onInsert={file.insert}
        onClose={file.cancel}
      />
    </main>
  )
}

const held = () => JSON.parse(screen.getByRole('status', { hidden: true }).textContent) as string
const area = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Compose file', hidden: true })
const file = (text: BlobPart, name = 'new.yml') => {
  const made = new File([text], name)
  // Not in this environment.
  Object.assign(made, { arrayBuffer: () => new Response(text as BodyInit).arrayBuffer() })
  return made
}
/** Returns whether the browser would have opened it in place of the page. */
function drop(onto: Element, ...files: File[]): boolean {
  const event = createEvent.drop(onto)
  Object.assign(event, { dataTransfer: { types: ['Files'], files } })
  return fireEvent(onto, event)
}
const before = 'services:\n  web: {}\n'

test('a dropped file is asked about, and may take the place of the whole text', async () => {
  render(<Field initial={before} />)
  expect(drop(area(), file('services: {}\n'))).toBe(false)
  await screen.findByRole('dialog', { name: 'Where does new.yml go?' })
  expect(screen.getByText(/^It has 1 line\. Either can be undone in the editor/)).toBeTruthy()
  expect(held()).toBe(before)
  await userEvent.click(screen.getByRole('button', { name: 'Replace the whole file' }))
  await waitFor(() => expect(held()).toBe('services: {}\n'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('or goes where the cursor is, with the line ends of the text around it', async () => {
  render(<Field initial={before} />)
  area().setSelectionRange(before.length, before.length)
  drop(area(), file('  db: {}\r\n'))
  await userEvent.click(await screen.findByRole('button', { name: 'Insert at the cursor' }))
  await waitFor(() => expect(held()).toBe(`${before}  db: {}\n`))
})

test('or is left out', async () => {
  render(<Field initial={before} />)
  drop(area(), file('x'))
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(held()).toBe(before)
})

test('into an empty text it goes without a question', async () => {
  render(<Field initial="" />)
  drop(area(), file('services: {}\n'))
  await waitFor(() => expect(held()).toBe('services: {}\n'))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('what is no text, too long or more than one is refused with the text kept', async () => {
  render(<Field initial={before} />)
  drop(area(), file(new Uint8Array([0xff, 0xfe, 0x00]), 'image.png'))
  await screen.findByText('image.png is not UTF-8 text. Your text was kept.')
  drop(area(), file('x'.repeat(300 * 1024), 'long.yml'))
  await screen.findByText(/^long\.yml has 300 KiB; at most 200 KiB are accepted\./)
  drop(area(), file('a'), file('b'))
  await screen.findByText('Drop one file at a time. Your text was kept.')
  expect(held()).toBe(before)
})

test('beside the editor a file changes nothing, and is not opened in place of the page', () => {
  render(<Field initial={before} />)
  expect(drop(screen.getByRole('main'), file('x'))).toBe(false)
  expect(held()).toBe(before)
})
