/**
 * Compiles `sandbox/contracts` with the pinned solc and OpenZeppelin and writes what the sandbox deploys to `sandbox/chain/artifacts`.
 * Run it after a change to a contract: `node scripts/build-contracts.mjs`. Starting the sandbox never compiles.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const contractsFolder = new URL('../sandbox/contracts/', import.meta.url)
export const artifactsFolder = new URL('../sandbox/chain/artifacts/', import.meta.url)

/** Deployed or installed by the sandbox, hence the ones with an artifact. The rest of the folder is imported by these. */
const deployed = ['SandboxApp', 'SandboxKms', 'SandboxMulticall', 'SandboxSafe']

/**
 * Returns one JSON text per contract, by file name.
 * Comments, file paths and the compiler's fingerprint stay out of the bytecode, so that only a change of meaning changes an artifact.
 */
export function compileContracts() {
  const solc = require('solc')
  const sources = {}
  for (const file of readdirSync(contractsFolder).filter((name) => name.endsWith('.sol'))) {
    sources[file] = { content: readFileSync(new URL(file, contractsFolder), 'utf8') }
  }
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: 'cancun',
      metadata: { appendCBOR: false, bytecodeHash: 'none' },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  }
  const findImport = (path) => {
    try {
      return { contents: readFileSync(require.resolve(path), 'utf8') }
    } catch (error) {
      return { error: String(error) }
    }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }))
  if (output.errors?.length) throw new Error(output.errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return Object.fromEntries(
    deployed.map((name) => {
      const { abi, evm } = output.contracts[`${name}.sol`][name]
      const artifact = {
        contractName: name,
        compiler: solc.version(),
        abi,
        bytecode: `0x${evm.bytecode.object}`,
        runtime: `0x${evm.deployedBytecode.object}`,
      }
      return [`${name}.json`, `${JSON.stringify(artifact, null, 2)}\n`]
    }),
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(artifactsFolder, { recursive: true })
  for (const [file, text] of Object.entries(compileContracts())) {
    writeFileSync(new URL(file, artifactsFolder), text)
    console.log(`${file}: ${text.length} bytes`)
  }
}
