import { Switch } from '@/ui/controls/Switch.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** Whether the power may be pulled when the containers do not end, with what that can cost. */
export const ForceStopField = ({ name, form, value, isChanged, problem }: FieldProps) => (
  <div id={fieldElementId(name)}>
    <Switch
      label="Allow force stop"
      changed={isChanged}
      hint={
        isChanged
          ? 'If the containers do not end in time, the power is pulled: what they are writing at that moment can be lost, and files can be damaged.'
          : 'If the containers do not end in time, the update fails and the CVM stays as it is. Allow this only after that has happened.'
      }
      checked={value === true}
      onChange={(event) => form.setValue('allowForceStop', event.target.checked)}
    />
    {problem ? <p className="mt-1 pl-11 text-12 text-stop">{problem}</p> : null}
  </div>
)
