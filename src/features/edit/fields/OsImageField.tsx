import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { OsImage } from '@/api/schemas/os-image.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { FieldCost } from './FieldCost.tsx'
import { type FieldProps, fieldElementId } from '@/features/edit/field-props.ts'

/** Only images that the server offers for this CVM. */
export function OsImageField({ name, form, value, before, isChanged, problem, onUndo, cvm }: FieldProps) {
  const { data: images, error } = useQuery(cvmQueries.osImages(cvm.id))
  const current = typeof before === 'string' ? before : ''
  const isCurrentListed = images?.some((image) => image.name === current) ?? false
  const chosen = images?.find((image) => image.name === value)
  return (
    <div id={fieldElementId(name)}>
      <Field
        label="OS image"
        aside={<FieldCost name={name} cvm={cvm} />}
        changed={isChanged}
        was={current || 'not reported'}
        onUndo={onUndo}
        error={problem}
        hint={
          images
            ? chosen?.isDev
              ? 'A development image allows logging in to the CVM. Keys for production should not be handed to it.'
              : 'A newer image is measured anew: whoever verifies this CVM will see another image hash.'
            : error
              ? `The images that can be chosen could not be read. ${absenceText(error instanceof ApiError ? error.kind : null)}`
              : 'Reading which images can be chosen …'
        }
      >
        {/* Remounted when the choices arrive, so that the browser selects the value among them. */}
        <Select key={images ? 'choices' : 'none'} {...form.register(name)} className="max-w-xl">
          {isCurrentListed ? null : <option value={current}>{current || 'not reported'}</option>}
          {images?.map((image) => (
            <option key={image.name} value={image.name}>
              {optionText(image, current)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  )
}

const optionText = ({ name, isDev }: OsImage, current: string) =>
  [name, isDev ? 'development' : null, name === current ? 'current' : null].filter(Boolean).join(' · ')
