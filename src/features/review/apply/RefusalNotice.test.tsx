// @vitest-environment jsdom
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Failure } from '@/updates/engine/update-machine.ts'
import { RefusalNotice } from './RefusalNotice.tsx'

afterEach(cleanup)

function show(failure: Pick<Failure, 'kind' | 'message' | 'isOwnMessage'>) {
  const whole: Failure = { code: null, requestId: null, fieldErrors: [], ...failure }
  const Page = () => <RefusalNotice cvm={{ id: 'cvm_1', name: 'web' }} failure={whole} edits={null} />
  const router = createRouter({ routeTree: createRootRoute({ component: Page }), history: createMemoryHistory() })
  render(<RouterProvider router={router as never} />)
}

const quotation = (text: string) => screen.getByText(text).matches('.border-l-2')

test('what somebody else changed meanwhile is told as that, and the console’s own words are no quotation of the server', async () => {
  const message = 'The CVM’s compose hash is b now, and yours was built on a.'
  show({ kind: 'changed-elsewhere', message, isOwnMessage: true })
  expect(await screen.findByText('The CVM’s configuration was changed elsewhere meanwhile.')).toBeTruthy()
  expect(screen.getByText('Yours was not put to use, as it would have undone that. Your edits are kept.')).toBeTruthy()
  expect(quotation(message)).toBe(false)
  expect(screen.queryByText(/expired or was replaced|no new signature/)).toBeNull()
  expect(screen.getByRole('link', { name: 'Look at the operations' })).toBeTruthy()
})

test('the server’s words are one', async () => {
  show({ kind: 'hash-expired', message: 'superseded' })
  expect(await screen.findByText('The prepared update expired or was replaced.')).toBeTruthy()
  expect(quotation('superseded')).toBe(true)
})
