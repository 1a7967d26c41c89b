import { lintCompose } from '@/domain/compose-lint.ts'

/** Reads a compose file off the main thread: a large one takes longer than a keystroke may. */
addEventListener('message', (event: MessageEvent<{ id: number; text: string; names: string[] | null }>) => {
  const { id, text, names } = event.data
  postMessage({ id, remarks: lintCompose(text, names) })
})
