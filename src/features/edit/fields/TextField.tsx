import { Download, Upload } from 'lucide-react'
import { useMemo } from 'react'
import { utf8Bytes } from '@/lib/text-size.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { fieldRow } from '@/updates/fields/fields.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { CodeEditor } from '@/ui/code/CodeEditor.tsx'
import { ChangedMark } from '@/ui/feedback/ChangedMark.tsx'
import { FileButton } from '@/ui/controls/FileButton.tsx'
import { UndoButton } from '@/ui/controls/UndoButton.tsx'
import { DroppedFileDialog } from './DroppedFileDialog.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'
import { RemarkList, remarkProblem } from '@/features/edit/compose/RemarkList.tsx'
import { ScriptOrigin } from './ScriptOrigin.tsx'
import { SizeMeter } from './SizeMeter.tsx'
import { useTextFile } from './use-text-file.ts'

const noRemarks: never[] = []
const plainText = { language: 'shell', fileName: 'text.txt', lines: 8 } as const
const tabHint = 'Once you click or type here, Tab indents. Press Escape, then Tab, to leave the editor.'

/** A long text: editor, size, file in and out, remarks with jumps. */
export function TextField({ name, form, value, isChanged, problem, onUndo, cvm, edit }: FieldProps) {
  const row = fieldRow(name)
  const { label } = row
  const { language, fileName, lines } = row.kind === 'text' ? row : plainText
  const text = typeof value === 'string' ? value : null
  const remarks = language === 'yaml' ? edit.compose.remarks : noRemarks
  const editor = edit.editors[name]
  const ownBytes = useMemo(() => utf8Bytes(text ?? ''), [text])
  const other = (name === 'composeYaml' ? edit.values.preLaunchScript : edit.values.composeYaml) ?? ''
  const otherBytes = useMemo(() => utf8Bytes(other), [other])
  const marks = useMemo(() => remarks.filter(({ severity }) => severity !== 'note'), [remarks])
  const setText = (next: string) => form.setValue(name, next)
  const replaceText = (next: string) => (editor?.current ? editor.current.replace(next) : setText(next))
  const file = useTextFile({ text: text ?? '', onReplace: replaceText, onInsert: (part) => editor?.current?.insert(part) })

  if (text === null) {
    return (
      <p id={fieldElementId(name)} className="text-13 text-muted">
        {label} cannot be edited here. {edit.absentBecause ?? 'The API does not report it.'}
      </p>
    )
  }

  const message = problem ?? file.problem
  const isSaidByRemark = remarks.some((remark) => remark.severity === 'error' && remarkProblem(remark) === message)
  return (
    <div id={fieldElementId(name)} className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="flex items-center gap-2 text-13 font-medium">
          {isChanged ? <ChangedMark /> : null}
          <code translate="no" className="font-mono text-12">
            {fileName}
          </code>
          {isChanged ? <UndoButton what={label} onClick={onUndo} /> : null}
        </span>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12">
          <FieldCost name={name} cvm={cvm} />
          <SizeMeter bytes={ownBytes + otherBytes} own={ownBytes} />
          <span className="flex items-center gap-1">
            <FileButton
              size="sm"
              variant="quiet"
              icon={Upload}
              aria-label={`Upload ${fileName}`}
              tooltip="Upload a file"
              label={`Upload ${label}`}
              accept={language === 'yaml' ? '.yml,.yaml,text/yaml,text/plain' : '.sh,text/plain'}
              onChoose={(chosen) => void file.choose(chosen)}
            />
            <Button
              size="sm"
              variant="quiet"
              icon={Download}
              aria-label={`Download ${fileName}`}
              tooltip="Download"
              onClick={() => saveTextFile(fileName, text)}
            />
          </span>
        </div>
      </div>
      {name === 'preLaunchScript' && text !== '' && !isChanged ? <ScriptOrigin cvmId={cvm.id} script={text} /> : null}
      <div {...file.dropTarget}>
        <CodeEditor
          ref={editor}
          label={label}
          language={language}
          value={text}
          onChange={setText}
          lines={lines}
          marks={marks}
          isChanged={isChanged}
          hasError={Boolean(message)}
          description={[message, tabHint].filter(Boolean).join(' ')}
        />
      </div>
      <DroppedFileDialog file={file.dropped} into={fileName} onReplace={file.replace} onInsert={file.insert} onClose={file.cancel} />
      {message && !isSaidByRemark ? <p className="text-12 text-stop">{message}</p> : null}
      {language === 'shell' && text.includes('\r\n') ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-caution">
          Its lines end as on Windows (CRLF), which a shell reads as part of each command: the script would fail.
          <Button size="sm" onClick={() => replaceText(text.replaceAll('\r\n', '\n'))}>
            Convert the line ends
          </Button>
        </p>
      ) : null}
      <RemarkList onMoveSecret={edit.onMoveSecret} remarks={remarks} onJump={(line) => editor?.current?.goToLine(line)} />
      <p className={classNames('text-12 text-muted', 'pointer-coarse:hidden')}>{tabHint}</p>
    </div>
  )
}
