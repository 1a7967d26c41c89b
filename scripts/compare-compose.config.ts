import { defineConfig } from 'vitest/config'

/** Compose files drawn from a grammar, held against the real `docker compose config`; see CONTRIBUTING.md. */
export default defineConfig({
  resolve: {
    alias: {
      '@': new URL('../src', import.meta.url).pathname,
      'compose-spec': new URL('../node_modules/dclint/schemas', import.meta.url).pathname,
    },
  },
  test: { include: ['scripts/compare-compose.ts'], disableConsoleIntercept: true },
})
