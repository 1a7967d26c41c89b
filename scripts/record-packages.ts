import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Writes `.vite/packages.json` beside the manifest: which packages each chunk is made of, and how many bytes of
 * each before minifying. `npm run budgets` reads it.
 */
export function recordPackages(): Plugin {
  return {
    name: 'cvm-console:record-packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const packages: Record<string, Record<string, number>> = {}
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        const sizes: Record<string, number> = (packages[output.fileName] = {})
        for (const [id, { renderedLength }] of Object.entries(output.modules)) {
          const name = nameOf(id)
          if (name && renderedLength > 0) sizes[name] = (sizes[name] ?? 0) + renderedLength
        }
      }
      this.emitFile({ type: 'asset', fileName: '.vite/packages.json', source: JSON.stringify(packages, null, 2) })
    },
  }
}

/** Package name, with zod's full API told apart from the small one; `room:` and the folder for the project's own files. */
function nameOf(id: string): string | null {
  const path = id.replace(/\?.*$/, '').replaceAll('\\', '/')
  const inPackage = path.split('/node_modules/').at(-1)
  if (path.includes('/node_modules/') && inPackage) {
    if (inPackage.startsWith('zod/v4/classic')) return 'zod (full)'
    return inPackage.split('/', inPackage.startsWith('@') ? 2 : 1).join('/')
  }
  // From the project's own folder on: the folder may itself be called like a room.
  const room = /^(src|gateway|sandbox)\//.exec(relative(root, path).replaceAll('\\', '/'))?.[1]
  return room ? `room:${room}` : null
}
