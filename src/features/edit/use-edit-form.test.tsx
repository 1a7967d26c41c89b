// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { onAnnounce } from '@/ui/feedback/announce.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import type { EditValues } from '@/updates/fields/fields.ts'
import { useEditForm, useEditStart } from './use-edit-form.ts'

afterEach(cleanup)

const loaded = sampleCvm()
const noDraft: DraftHandle = { read: () => null, save: () => null, follow: () => null, discard: () => {} }

function openForm() {
  const said: string[] = []
  const stop = onAnnounce((text) => said.push(text))
  const { result, rerender } = renderHook(({ cvm }) => useEditForm(cvm, null, noDraft, useEditStart(cvm, null, noDraft)), {
    initialProps: { cvm: loaded },
  })
  return {
    said,
    stop,
    form: () => result.current,
    type: (name: 'vcpu' | 'memoryGb' | 'diskGb', value: EditValues['vcpu']) => act(() => result.current.form.setValue(name, value)),
    take: (name: 'vcpu') => act(() => result.current.takeTheirs(name)),
    answer: (resources: Partial<Cvm['resources']>) => rerender({ cvm: { ...loaded, resources: { ...loaded.resources, ...resources } } }),
  }
}

test('an answer that leaves fields out is no change by somebody else, and what was known stays', () => {
  const { form, type, answer, said, stop } = openForm()
  type('vcpu', 6)
  answer({ vcpu: null, memoryGb: null })
  expect(form().moves).toEqual({ conflicts: [], taken: [] })
  expect(form().baseline).toMatchObject({ vcpu: 2, memoryGb: 4 })
  expect(form().values).toMatchObject({ vcpu: 6, memoryGb: 4 })
  answer({})
  expect(form().moves).toEqual({ conflicts: [], taken: [] })
  expect(said).toEqual([])
  stop()
})

test('taking the server’s value of one field leaves the question about another one open', () => {
  const { form, type, take, answer } = openForm()
  type('vcpu', 6)
  type('memoryGb', 8)
  answer({ vcpu: 12, memoryGb: 16, diskGb: 80 })
  take('vcpu')
  expect(form().values).toMatchObject({ vcpu: 12, memoryGb: 8 })
  expect(form().moves.conflicts).toEqual([{ field: 'memoryGb', before: 4, mine: 8, theirs: 16 }])
  expect(form().moves.taken).toEqual(['diskGb'])
  type('vcpu', 7)
  expect(form().moves.conflicts.map(({ field }) => field)).toEqual(['memoryGb'])
})

test('a conflict names what stands on both sides now, and is none once both are the same', () => {
  const { form, type, answer } = openForm()
  type('vcpu', 6)
  answer({ vcpu: 12 })
  type('vcpu', 9)
  answer({ vcpu: 16 })
  expect(form().moves.conflicts).toMatchObject([{ mine: 9, theirs: 16 }])
  type('vcpu', 16)
  expect(form().moves.conflicts).toEqual([])
})

test('the form library renders once more by itself, and whoever is given the start of the form does not', () => {
  const renders: unknown[] = []
  renderHook(() => renders.push(useEditStart(loaded, null, noDraft)))
  expect(renders.length).toBeGreaterThan(1)
  expect(new Set(renders).size).toBe(1)
})
