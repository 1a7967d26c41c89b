import * as z from 'zod/mini'
import { orNull, text } from './parts.ts'
import { flag } from './values.ts'

const variant = orNull(z.looseObject({ name: z.string(), os_image_hash: text, is_current: flag }))

/** `GET /cvms/{id}/available-os-images`: versions newest first, each with a production and a development image. */
export const availableOsImagesSchema = z.pipe(
  z.array(z.looseObject({ version: orNull(z.array(z.number())), prod: variant, dev: variant })),
  z.transform((versions) =>
    versions.flatMap(({ version, prod, dev }) =>
      ([prod, dev] as const).flatMap((image, index) =>
        image
          ? [
              {
                name: image.name,
                version: version?.join('.') ?? null,
                isDev: index === 1,
                imageHash: image.os_image_hash,
                isCurrent: image.is_current,
              },
            ]
          : [],
      ),
    ),
  ),
)

export type OsImage = z.output<typeof availableOsImagesSchema>[number]
