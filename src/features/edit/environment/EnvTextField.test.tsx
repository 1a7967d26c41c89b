// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { EnvTextField } from './EnvTextField.tsx'

afterEach(cleanup)

const canary = 'canary-7f31'
const long = `TOKEN=${canary}\n`.repeat(2_000)

function Page({ tell }: { tell: (text: string) => void }) {
  const [text, setText] = useState('')
  const change = (next: string) => {
    tell(next)
    setText(next)
  }
  return (
    <>
      <label htmlFor="field">.env text</label>
      <EnvTextField id="field" text={text} onChange={change} describedBy={undefined} hasError={false} />
      <button type="button" onClick={() => change(long)}>
        A long file
      </button>
      <button type="button" onClick={() => change('A=1\n')}>
        A short file
      </button>
    </>
  )
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: '.env text' })
const paste = (text: string) => fireEvent.paste(field(), { clipboardData: { getData: () => text } })

test('a short file is shown, and what is typed behind it is added', async () => {
  const told = vi.fn<(text: string) => void>()
  render(<Page tell={told} />)
  await userEvent.click(screen.getByRole('button', { name: 'A short file' }))
  expect(field().value).toBe('A=1\n')
  await userEvent.type(field(), 'B=2')
  expect(told).toHaveBeenLastCalledWith('A=1\nB=2')
})

test('a long one is taken whole and only its size is shown, whether it is chosen or pasted; removed, the empty field has the focus', async () => {
  const told = vi.fn<(text: string) => void>()
  render(<Page tell={told} />)
  await userEvent.click(screen.getByRole('button', { name: 'A long file' }))
  expect(told).toHaveBeenLastCalledWith(long)
  expect(screen.getByRole('status').textContent).toContain('2,001 lines, 36,000 characters')
  expect(document.documentElement.outerHTML).not.toContain(canary)
  await userEvent.click(screen.getByRole('button', { name: 'Remove the text' }))
  expect(told).toHaveBeenLastCalledWith('')
  expect([field().value, document.activeElement]).toEqual(['', field()])

  await userEvent.type(field(), 'A=1\nB=2')
  field().setSelectionRange(4, 7)
  expect(paste(long.replaceAll('\n', '\r\n'))).toBe(false)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove the text' }))
  expect(told).toHaveBeenLastCalledWith(`A=1\n${long}`)
})

test('what fits is left to the browser', () => {
  const told = vi.fn<(text: string) => void>()
  render(<Page tell={told} />)
  expect(paste('A=1\n'.repeat(1_000))).toBe(true)
  expect(told).not.toHaveBeenCalled()
})
