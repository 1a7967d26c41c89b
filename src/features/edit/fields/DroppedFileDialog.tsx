import { isolated } from '@/lib/isolated.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Dialog } from '@/ui/overlay/Dialog.tsx'

export interface DroppedFile {
  name: string
  text: string
}

interface DroppedFileDialogProps {
  /** `null` while nothing is asked. */
  file: DroppedFile | null
  /** What stands in the editor, as in `docker-compose.yml`. */
  into: string
  onReplace: (file: DroppedFile) => void
  onInsert: (file: DroppedFile) => void
  onClose: () => void
}

/** What ends the last line begins no other. */
const linesOf = (text: string) => text.replace(/\n$/, '').split('\n').length

/** A file was dropped on an editor that holds a text: a whole file usually takes its place, a part of one belongs where the cursor is. */
export function DroppedFileDialog({ file, into, onReplace, onInsert, onClose }: DroppedFileDialogProps) {
  if (!file) return null
  const lines = linesOf(file.text)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Where does ${isolated(file.name)} go?`}
      description={`It has ${lines} ${lines === 1 ? 'line' : 'lines'}. Either can be undone in the editor, and nothing is sent until you review it.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={() => onInsert(file)}>Insert at the cursor</Button>
          <Button variant="primary" onClick={() => onReplace(file)}>
            Replace the whole file
          </Button>
        </>
      }
    >
      <p className="text-13">Replacing removes everything in {into} and puts this file in its place.</p>
    </Dialog>
  )
}
