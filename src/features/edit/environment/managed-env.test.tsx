// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ManagedEnvNote } from './ManagedEnvNote.tsx'

afterEach(cleanup)

test.each([null, false])('nothing is said of an environment where managed_env is %o', (managesEnv) => {
  expect(render(<ManagedEnvNote cvm={{ managesEnv }} />).container.textContent).toBe('')
})

test('says that the server may keep what is left out, and promises neither', () => {
  expect(render(<ManagedEnvNote cvm={{ managesEnv: true }} />).container.textContent).toContain('the server may keep values of names')
})
