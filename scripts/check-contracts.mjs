/** Fails when what the sandbox deploys is not what `sandbox/contracts` says: recompiles and compares with the committed artifacts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { artifactsFolder, compileContracts } from './build-contracts.mjs'

const fresh = compileContracts()
const differing = Object.entries(fresh)
  .filter(([file, text]) => {
    const committed = new URL(file, artifactsFolder)
    return !existsSync(committed) || JSON.stringify(JSON.parse(readFileSync(committed, 'utf8'))) !== JSON.stringify(JSON.parse(text))
  })
  .map(([file]) => file)
const orphaned = readdirSync(artifactsFolder).filter((file) => !(file in fresh))

if (differing.length || orphaned.length) {
  if (differing.length) console.error(`Artifacts that differ from their source: ${differing.join(', ')}`)
  if (orphaned.length) console.error(`Artifacts without a source: ${orphaned.join(', ')}`)
  console.error('Run `node scripts/build-contracts.mjs` and commit sandbox/chain/artifacts.')
  process.exit(1)
}
console.log(`${Object.keys(fresh).length} contract artifacts match their source`)
