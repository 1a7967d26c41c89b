import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import { cvmQueries } from '@/api/queries.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import type { FieldProps } from '@/features/edit/field-props.ts'
import { ChoiceField } from './ChoiceField.tsx'

/** Only images that the server offers for this CVM. */
export function OsImageField(props: FieldProps) {
  const { data: images, error } = useQuery(cvmQueries.osImages(props.cvm.id))
  const chosen = images?.find((image) => image.name === props.value)
  return (
    <ChoiceField
      {...props}
      choices={images?.map(({ name, isDev }) => ({ value: name, label: isDev ? `${name} · development` : name })) ?? null}
      hint={
        images
          ? chosen?.isDev
            ? 'A development image allows logging in to the CVM. Do not give it production keys.'
            : 'A different image changes the measurement: whoever verifies this CVM will see another image hash.'
          : error
            ? `The images that can be chosen could not be read. ${absenceText(error instanceof ApiError ? error.kind : null)}`
            : 'Reading which images can be chosen …'
      }
    />
  )
}
