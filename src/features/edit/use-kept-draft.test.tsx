// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { browserStore } from '@/lib/storage.ts'
import { InTestSession, testScope } from '@/runs/testing/session.tsx'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { useDraft } from '@/updates/drafts/use-draft.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { useEditForm, useEditStart } from './use-edit-form.ts'
import { useKeptDraft } from './use-kept-draft.ts'

// What one tab keeps while another one edits the same CVM and somebody else changes it on the server.

const loaded = sampleCvm()
const records = draftRecords(browserStore, testScope())
const kept = () => records.read(loaded.id).value

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T12:00:00Z') })
})
afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.useRealTimers()
})

/** The form of this tab with what keeps its draft. `cvm` is the server's copy, as polling brings it. */
function openForm() {
  const wrapper = ({ children }: { children: ReactNode }) => <InTestSession>{children}</InTestSession>
  const opened = renderHook(
    ({ cvm }: { cvm: Cvm }) => {
      const drafts = useDraft(cvm)!
      const form = useEditForm(cvm, null, drafts, useEditStart(cvm, null, drafts))
      const draft = useKeptDraft(drafts, form.draftBaseline, form.values, null)
      return { ...form, draft }
    },
    { wrapper, initialProps: { cvm: loaded } },
  )
  return {
    close: opened.unmount,
    type: (values: Partial<EditValues>) =>
      act(() => {
        for (const [name, value] of Object.entries(values)) opened.result.current.form.setValue(name as 'vcpu', value as number)
      }),
    discard: () => act(() => opened.result.current.discard()),
    serverMoves: (resources: Partial<Cvm['resources']>) =>
      opened.rerender({ cvm: { ...loaded, resources: { ...loaded.resources, ...resources } } }),
    waits: () =>
      act(() => {
        vi.advanceTimersByTime(1_000)
      }),
  }
}

function otherTabKeeps(values: Partial<EditValues>) {
  vi.advanceTimersByTime(1_000)
  const baseline = readBaseline(loaded, null)
  const draft = draftOf(loaded.name, baseline, { ...baseline, ...values }, new Date())!
  records.write(loaded.id, draft)
  return draft
}

test('a form in which nothing was typed leaves another tab’s draft alone when the server’s copy moves', () => {
  const tab = openForm()
  const others = otherTabKeeps({ vcpu: 7 })
  tab.serverMoves({ memoryGb: 64 })
  tab.waits()
  expect(kept()).toEqual(others)
  tab.serverMoves({ memoryGb: 96 })
  tab.close()
  expect(kept()).toEqual(others)
})

test('edits that are older than another tab’s are not written over them when the server’s copy moves', () => {
  otherTabKeeps({ vcpu: 6 })
  const tab = openForm()
  const others = otherTabKeeps({ vcpu: 7, diskGb: 900 })
  tab.serverMoves({ memoryGb: 64 })
  tab.waits()
  expect(kept()).toEqual(others)
})

test('what is typed last, in either tab, is what is kept', () => {
  const tab = openForm()
  otherTabKeeps({ vcpu: 7 })
  tab.type({ diskGb: 900 })
  tab.serverMoves({ memoryGb: 64 })
  tab.waits()
  expect(kept()?.edits).toEqual({ diskGb: 900 })
})

test('a draft of one’s own follows the server’s copy, and goes with its last edit', () => {
  const tab = openForm()
  tab.type({ vcpu: 6 })
  tab.waits()
  tab.serverMoves({ vcpu: 12 })
  tab.waits()
  expect(kept()).toMatchObject({ edits: { vcpu: 6 }, before: { vcpu: 12 } })
  tab.type({ vcpu: 12 })
  tab.waits()
  expect(kept()).toBeNull()
})

test('taking back one’s own edits, and discarding them, leaves what another tab has kept since', () => {
  const tab = openForm()
  tab.type({ vcpu: 6 })
  tab.waits()
  const others = otherTabKeeps({ vcpu: 7 })
  tab.type({ vcpu: loaded.resources.vcpu })
  tab.waits()
  expect(kept()).toEqual(others)
  tab.type({ vcpu: 9 })
  const newer = otherTabKeeps({ vcpu: 10 })
  tab.discard()
  tab.waits()
  expect(kept()).toEqual(newer)
})
