import { type DragEvent, useState } from 'react'
import { composeLimitBytes } from '@/domain/units.ts'
import { announce } from '@/ui/feedback/announce.ts'
import type { DroppedFile } from './DroppedFileDialog.tsx'

interface TextFileOptions {
  /** What the editor holds. */
  text: string
  onReplace: (text: string) => void
  onInsert: (text: string) => void
}

const holdsFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/**
 * Files that come into a text: one that was chosen takes its place, of one that was dropped it is asked whether it should. Left to
 * themselves, a browser opens a dropped file in place of the page, and an editor puts it into the middle of a word.
 */
export function useTextFile({ text, onReplace, onInsert }: TextFileOptions) {
  const [problem, setProblem] = useState<string | null>(null)
  const [dropped, setDropped] = useState<DroppedFile | null>(null)

  async function read(file: File): Promise<DroppedFile | null> {
    setProblem(null)
    if (file.size > composeLimitBytes) {
      setProblem(`${file.name} has ${Math.ceil(file.size / 1024)} KiB; at most 200 KiB are accepted. Your text was kept.`)
      return null
    }
    try {
      return { name: file.name, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
    } catch {
      setProblem(`${file.name} is not UTF-8 text. Your text was kept.`)
      return null
    }
  }
  function replace(file: DroppedFile) {
    onReplace(file.text)
    announce(`${file.name} was read.`)
  }

  return {
    problem,
    dropped,
    choose: async (file: File) => {
      const chosen = await read(file)
      if (chosen) replace(chosen)
    },
    replace: (file: DroppedFile) => {
      setDropped(null)
      replace(file)
    },
    insert: (file: DroppedFile) => {
      setDropped(null)
      onInsert(file.text)
      announce(`${file.name} was inserted.`)
    },
    cancel: () => setDropped(null),
    /** For what is around the editor: it hears of a drop before the editor does. */
    dropTarget: {
      onDragOverCapture(event: DragEvent) {
        if (!holdsFile(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDropCapture(event: DragEvent) {
        if (!holdsFile(event)) return
        event.preventDefault()
        event.stopPropagation()
        const [first, ...others] = event.dataTransfer.files
        if (!first || others.length > 0) {
          setProblem('Drop one file at a time. Your text was kept.')
          return
        }
        void read(first).then((file) => {
          if (!file) return
          if (text.trim() === '') replace(file)
          else setDropped(file)
        })
      },
    },
  }
}
