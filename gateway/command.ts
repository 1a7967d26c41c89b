#!/usr/bin/env node
import { readArguments } from './read-arguments.ts'

/** What the package is started by. The gateway beside it takes the sandbox where no upstream is set, which a command has to be asked for. */
const asked = readArguments(process.argv.slice(2), process.env)
if ('exit' in asked) {
  const write = asked.exit === 0 ? console.log : console.error
  write(asked.words)
  process.exitCode = asked.exit
} else {
  await import(/* @vite-ignore */ new URL('./gateway.mjs', import.meta.url).href)
}
