import { useQuery } from '@tanstack/react-query'
import { cvmQueries } from '@/api/queries.ts'
import { fields } from '@/updates/fields/fields.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { TextArea } from '@/ui/controls/TextArea.tsx'
import { EditField } from './EditField.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** A text for the guest. It cannot be read back, so it is replaced as a whole or left alone. */
export function UserConfigField({ name, form, value, problem, onUndo, cvm }: FieldProps) {
  const isReplaced = typeof value === 'string'
  const { data: reported } = useQuery({ ...cvmQueries.userConfig(cvm.id), enabled: isReplaced })
  if (!isReplaced) {
    return (
      <div id={fieldElementId(name)} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0 text-13">
          <span className="font-medium">{fields.userConfig.label}</span>{' '}
          <span className="text-muted">Text for the guest, such as its host name and SSH keys. The stored text can’t be read back.</span>
        </p>
        <Button
          onClick={() => {
            form.setValue('userConfig', '')
            requestAnimationFrame(() => form.setFocus('userConfig'))
          }}
        >
          Replace the user config
        </Button>
      </div>
    )
  }
  return (
    <div id={fieldElementId(name)}>
      <EditField
        label={fields.userConfig.label}
        aside={<FieldCost name={name} cvm={cvm} />}
        changed
        was="not reported"
        onUndo={onUndo}
        error={problem}
        hint={
          <>
            {value === '' ? 'Left empty, the stored text is cleared. ' : 'Replaces the whole stored text. '}
            It goes to the server as it stands: secrets belong in the environment.
            {reported ? ` The node reports now: ${reportedText(reported)}` : null}
          </>
        }
      >
        <TextArea mono rows={6} {...form.register('userConfig')} />
      </EditField>
    </div>
  )
}

const reportedText = (reported: Record<string, unknown>) =>
  `${Object.entries(reported)
    .map(([part, value]) => `${part} ${JSON.stringify(value)}`)
    .join(', ')}.`
