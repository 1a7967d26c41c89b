// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { CopyableId } from './CopyableId.tsx'
import { LiveRegion } from './LiveRegion.tsx'

afterEach(cleanup)

const hash = '9745d51a0000000000000000000000000000000000000000000000000a8c173f'

test('a hash is shown by its ends and copied whole, which is announced', async () => {
  const user = userEvent.setup()
  render(
    <>
      <CopyableId value={hash} label="compose hash" />
      <LiveRegion />
    </>,
  )
  expect(screen.getByText('9745d51a…0a8c173f')).toBeTruthy()
  expect(screen.getByText(hash, { selector: '[role=tooltip]' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy compose hash' }))
  expect(await navigator.clipboard.readText()).toBe(hash)
  expect(screen.getByRole('status').textContent).toBe('Copied compose hash')
})

test('an address keeps its prefix beside the eight characters at each end', () => {
  render(<CopyableId value="0x3f91aa00000000000000000000000000000005ff" label="contract" />)
  expect(screen.getByText('0x3f91aa00…000005ff')).toBeTruthy()
})

test('the whole of it is what a screen reader says with "Copy"', () => {
  render(<CopyableId value={hash} label="compose hash" />)
  const button = screen.getByRole('button', { name: 'Copy compose hash' })
  expect(document.getElementById(button.getAttribute('aria-describedby')!)?.textContent).toBe(hash)
})

test('with the keyboard, and by a touch on the text, the whole of it is shown', async () => {
  const user = userEvent.setup()
  const shown: string[] = []
  Object.assign(HTMLElement.prototype, {
    showPopover(this: HTMLElement) {
      shown.push(this.textContent)
    },
  })
  render(<CopyableId value={hash} label="compose hash" />)
  await user.tab()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Copy compose hash' }))
  expect(shown).toEqual([hash])
  await user.click(screen.getByText('9745d51a…0a8c173f'))
  expect(shown.length).toBeGreaterThan(1)
})
