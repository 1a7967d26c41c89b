/**
 * Fails when no walk reaches an endpoint that a screen asks for: what an owner can do is only proved where a page of the built console did it,
 * and was answered with something else than a refusal. Reads what the workers of the last e2e run left, which has to be one of all walks.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rows that a test without a browser reaches, with everything that the page makes of their answers. */
const provedElsewhere = {
  'GET /api/v1/apps/{app_id}/pending-updates/{vm_uuid}/{compose_hash}/preview': 'src/features/cvm/pending/pending-updates.test.tsx',
}

const textOf = (file) => readFileSync(file, 'utf8')
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== join('api', 'endpoints.ts'))
  .map((name) => textOf(join('src', name)))
  .join('\n')
const rows = [...textOf(join('src', 'api', 'endpoints.ts')).matchAll(/^ {2}'((?:GET|POST|PATCH|PUT|DELETE) \/[^']+)':/gm)].map(
  ([, id]) => id,
)
const ofScreens = rows.filter((id) => sources.includes(`'${id}'`))

const folder = join('test-results', 'e2e', 'reached')
const reached = new Set(existsSync(folder) ? readdirSync(folder).flatMap((name) => JSON.parse(textOf(join(folder, name)))) : [])

const missing = ofScreens.filter((id) => !reached.has(id) && !(id in provedElsewhere))
const wrong = Object.entries(provedElsewhere).filter(([id, file]) => !ofScreens.includes(id) || !existsSync(file) || reached.has(id))
for (const id of missing) console.error(`No walk reaches ${id}, which a screen asks for.`)
for (const [id, file] of wrong) console.error(`${id} is reached after all, or is no row of a screen, or ${file} is gone.`)
if (missing.length + wrong.length > 0) process.exit(1)
console.log(`Walks reach all ${ofScreens.length} endpoints that screens ask for`)
