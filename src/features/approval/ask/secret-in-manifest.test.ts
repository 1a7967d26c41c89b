import { expect, test } from 'vitest'
import { objectionToManifest } from './secret-in-manifest.ts'

const manifest = (compose: string, more: object = {}) =>
  JSON.stringify({ allowed_envs: ['DB_PASSWORD'], docker_compose_file: compose, name: 'app', ...more })
const compose = (environment: string) => `services:\n  web:\n    image: nginx:1.29\n    environment:\n      ${environment}\n`

test.each([
  ['a value that comes from the environment', manifest(compose('DB_PASSWORD: ${DB_PASSWORD}')), null],
  ['nothing but names', manifest('services:\n  web:\n    image: nginx:1.29\n'), null],
  ['a script that passes variables along', manifest(compose('A: b'), { pre_launch_script: 'docker login -p "$DB_PASSWORD"\nX=1\n' }), null],
  ['a password in the file', manifest(compose('DB_PASSWORD: correct-horse')), 'secret'],
  ['an address with one', manifest(compose('DSN: postgres://app:correct-horse@db/app')), 'secret'],
  ['one in a script', manifest(compose('A: b'), { pre_launch_script: '#!/bin/sh\nexport DB_PASSWORD="correct-horse"\n' }), 'secret'],
  ['a key in a script', manifest(compose('A: b'), { bash_script: 'curl -H "x: ghp_0123456789abcdef"\n' }), 'secret'],
  ['a file that is no YAML', manifest('services: [\n'), 'unreadable'],
  ['what is no manifest', 'hello', 'unreadable'],
])('%s', (_what, text, objection) => expect(objectionToManifest(text)).toBe(objection))
