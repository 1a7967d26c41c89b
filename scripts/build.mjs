/**
 * Builds the app (dist/app), the gateway as one file with its dependencies (dist/server/gateway.mjs), and likewise the sandbox
 * (dist/server/sandbox.mjs), the command that starts them (cvm-console.mjs), and the checks of compose files (lint-compose.mjs), of a live account (check-live.mjs) and of saved proofs
 * (verify.mjs). `--quiet` prints problems only; `--out <folder>` builds somewhere else than dist.
 */
import { createReadStream, createWriteStream, readdirSync, rmSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { build } from 'vite'

const { values } = parseArgs({ options: { quiet: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist' } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const logLevel = values.quiet ? 'warn' : 'info'

await build({ root, logLevel, build: { outDir: join(values.out, 'app'), emptyOutDir: true } })
await compressFiles(resolve(root, values.out, 'app'))

rmSync(resolve(root, values.out, 'server'), { recursive: true, force: true })
await buildServer('gateway', 'gateway/main.ts')
await buildServer('sandbox', 'sandbox/start.ts')
await buildServer('cvm-console', 'gateway/command.ts')
await buildServer('lint-compose', 'scripts/lint-compose.ts')
await buildServer('check-live', 'scripts/check-live.ts')
await buildServer('verify', 'scripts/verify.ts')

/** One file a server; only the chain's program stays a package, since it finds its binary by its place in node_modules. */
async function buildServer(name, entry) {
  await build({
    root,
    configFile: false,
    logLevel,
    resolve: { alias: { '@': join(root, 'src'), 'compose-spec': join(root, 'node_modules/dclint/schemas') } },
    ssr: { noExternal: true, external: ['@foundry-rs/anvil', '@foundry-rs/anvil-linux-amd64', '@foundry-rs/anvil-linux-arm64'] },
    build: {
      ssr: entry,
      outDir: join(values.out, 'server'),
      emptyOutDir: false,
      target: 'node20',
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  })
}

/** Twins for every text file that is worth it; the gateway picks by what the browser accepts. */
async function compressFiles(folder) {
  const texts = new Set(['.css', '.js', '.json', '.svg', '.txt', '.webmanifest'])
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && texts.has(extname(entry.name)) && !entry.parentPath.endsWith('.vite'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size > 1024)
  const brotli = (size) =>
    createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: size } })
  await Promise.all(
    files.flatMap((file) => [
      pipeline(createReadStream(file), brotli(statSync(file).size), createWriteStream(`${file}.br`)),
      pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`)),
    ]),
  )
}
