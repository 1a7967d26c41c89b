import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

const source = fileURLToPath(new URL('../src/api/first/first-requests.ts', import.meta.url))

/** Which routes are loaded for a page that `first-requests.ts` knows. */
const pages = {
  'sign-in': ['sign-in.tsx'],
  fleet: ['_console.tsx', '_console/cvms/index.tsx'],
  details: ['_console.tsx', '_console/cvms/$cvmId/route.tsx', '_console/cvms/$cvmId/index.tsx'],
  edit: ['_console.tsx', '_console/cvms/$cvmId/route.tsx', '_console/cvms/$cvmId/edit.tsx'],
}

/**
 * Builds `first-requests.ts` as a script of its own, with the files of each page in it, and names it in index.html before everything else.
 * `npm run dev` does without: its pages ask for everything themselves.
 */
export function firstRequests(): Plugin {
  return {
    name: 'cvm-console:first-requests',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const html = bundle['index.html']
      if (html?.type !== 'asset') throw new Error('There is no index.html to name the first requests in.')
      const code = await buildScript(filesOfPages(bundle))
      const hash = createHash('sha256').update(code).digest('base64url').slice(0, 7)
      const fileName = `assets/first-${hash}.js`
      this.emitFile({ type: 'asset', fileName, source: code })
      const tag = `<script async fetchpriority="high" src="/${fileName}"></script>\n    `
      html.source = String(html.source).replace('<script type="module"', `${tag}$&`)
    },
  }
}

function filesOfPages(bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
  const closureOf = (names: string[], into = new Set<string>()) => {
    for (const name of names) {
      const chunk = bundle[name]
      if (into.has(name) || chunk?.type !== 'chunk') continue
      into.add(name)
      closureOf(chunk.imports, into)
    }
    return into
  }
  const entry = closureOf(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  const chunkOf = (route: string) => {
    const isOfRoute = (id: string) => id.replaceAll('\\', '/').includes(`/src/routes/${route}?tsr-split=component`)
    const found = chunks.find(({ moduleIds }) => moduleIds.some(isOfRoute))
    if (!found) throw new Error(`No chunk holds the component of the route ${route}.`)
    return found.fileName
  }
  return Object.fromEntries(
    Object.entries(pages).map(([page, routes]) => {
      const files = [...closureOf(routes.map(chunkOf))].filter((file) => !entry.has(file))
      return [page, files.map((file) => `/${file}`)]
    }),
  )
}

async function buildScript(pageFiles: Record<string, string[]>): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    define: { pageFiles: JSON.stringify(pageFiles) },
    build: { write: false, target: 'es2023', rolldownOptions: { input: source, output: { format: 'iife' } } },
  })) as Rolldown.RolldownOutput
  return built.output[0].code
}
