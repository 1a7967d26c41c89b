import * as z from 'zod/mini'

const variant = z.nullish(
  z.looseObject({
    name: z.string(),
    slug: z.nullish(z.string()),
    os_image_hash: z.nullish(z.string()),
    is_current: z.nullish(z.boolean()),
  }),
)

/** `GET /cvms/{id}/available-os-images`: versions newest first, each with a production and a development image. */
export const availableOsImagesSchema = z.pipe(
  z.array(z.looseObject({ version: z.array(z.number()), prod: variant, dev: variant })),
  z.transform((versions) =>
    versions.flatMap(({ version, prod, dev }) =>
      ([prod, dev] as const).flatMap((image, index) =>
        image
          ? [
              {
                name: image.name,
                version: version.join('.'),
                isDev: index === 1,
                imageHash: image.os_image_hash ?? null,
                isCurrent: image.is_current ?? false,
              },
            ]
          : [],
      ),
    ),
  ),
)

export type OsImage = z.output<typeof availableOsImagesSchema>[number]
