import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../sandbox/seeded-random.ts'
import { platformScript } from '../../../../sandbox/seed/platform-script.ts'
import { fillerWorkload, greeter, labelled, manifestFor, settlement, webShop } from '../../../../sandbox/seed/seed-compose.ts'
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

const inScript = (line: string) => objectionToManifest(manifest(compose('A: b'), { pre_launch_script: `#!/bin/sh\n${line}\n` }))
const inFile = (line: string) => objectionToManifest(manifest(`services:\n  web:\n    image: nginx:1.29\n${line}\n`))

describe('a line of a script holds a secret', () => {
  test.each([
    'export USER=app DB_PASSWORD=correct-horse-battery',
    'docker run -e A=1 -e DB_PASSWORD=xcorrect-horse app',
    'docker run -eDB_PASSWORD=xcorrect-horse app',
    'set -e;DB_PASSWORD=correct-horse-battery',
    'A=1&DB_PASSWORD=correct-horse-battery',
    'DB_PASSWORD="correct horse battery"',
    'export "DB_PASSWORD=correct-horse-battery"',
    'DB_PASSWORD=${DB_PASSWORD:-correct-horse-battery} ./start',
    'docker login -u me -p correct-horse-battery',
    'docker login --username me --password correct-horse-battery',
    'docker login --username=me --password="correct-horse-battery"',
    'echo correct-horse-battery | docker login -u me --password-stdin',
    'echo "root:correct-horse-battery" | chpasswd',
    'sshpass -p correct-horse-battery ssh me@host',
    'mysql -uroot -pcorrect-horse-battery',
    'redis-cli -a correct-horse-battery ping',
    'curl -H "Authorization: Bearer abcdefghijklmnop" https://api.example',
    'curl -H "Authorization: Basic YWJjZGVmZ2hpamts" https://api.example',
    'curl -H "X-Api-Key: abcdefghijklmnop" https://api.example',
    'curl -u me:correct-horse-battery https://api.example',
    'curl "https://api.example/?a=1&token=abcdefghijklmnop"',
    'curl -d \'{"user": "me", "password": "correct-horse-battery"}\' https://api.example',
    'curl -d "{\\"password\\":\\"correct-horse-battery\\"}" https://api.example',
    `cast send --private-key 0x${'ab12'.repeat(16)}`,
    '# DB_PASSWORD=correct-horse-battery',
    'x:ghp_0123456789abcdef',
  ])('%s', (line) => expect(inScript(line)).toBe('secret'))
})

describe('a line of the compose file holds a secret', () => {
  test.each([
    '    command: run --token ghp_0123456789abcdef',
    '    command: run --token abcdefghijklmnop',
    '    command: redis-server --requirepass correct-horse-battery',
    '    command: ["redis-server", "--requirepass", "correct-horse-battery"]',
    '    command:\n      - redis-server\n      - --requirepass\n      - correct-horse-battery',
    '    command:\n      - run\n      - --token\n      - abcdefghijklmnop',
    '    command: sh -c "export DB_PASSWORD=correct-horse-battery"',
    '    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-correct-horse-battery}',
    '    labels: {api_key: abcdefghijklmnop}',
    '    build: {context: ., args: {NPM_TOKEN: abcdefghijklmnop}}',
    '    healthcheck: {test: ["CMD", "redis-cli", "-a", "correct-horse-battery", "ping"]}',
    'configs:\n  a:\n    content: |\n      A=1\n      DB_PASSWORD=correct-horse-battery',
    'configs:\n  a:\n    content: "A=1\\nDB_PASSWORD=correct-horse-battery"',
    'configs:\n  a:\n    content: |\n      [db]\n      password = correct-horse-battery',
    'configs:\n  a:\n    content: |\n      db: {password: correct-horse-battery}',
    'configs:\n  a:\n    content: |\n      first line\n      ghp_0123456789abcdef',
    'configs:\n  a:\n    content: "first line\\nghp_0123456789abcdef"',
    'configs:\n  a:\n    content: \'{"db": {"password": "correct-horse-battery"}}\'',
    '# DB_PASSWORD=ghp_0123456789abcdef',
    '# DB_PASSWORD=correct-horse-battery',
    '# DB_PASSWORD: correct-horse-battery',
    'x-unused:\n  DB_PASSWORD: correct-horse-battery',
    '---\nservices: {web: {environment: !reset {DB_PASSWORD: correct-horse-battery}}}',
  ])('%s', (line) => expect(inFile(line)).toBe('secret'))
})

describe('a key of the manifest holds a secret', () => {
  test.each([
    { docker_config: { username: 'me', password: 'correct-horse-battery' } },
    { docker_config: { token: 'ghp_0123456789abcdef' } },
    { docker_config: { token: 'abcdefghijklmnop' } },
    { registries: ['ghp_0123456789abcdef'] },
    { registries: [{ deep: [{ api_key: 'abcdefghijklmnop' }] }] },
    { arguments: ['--token', 'abcdefghijklmnop'] },
    { token: 'abcdefghijklmnop' },
    { pin_password: 12345678 },
    { 'A=1 DB_PASSWORD=correct-horse-battery': true },
  ])('%j', (more) => expect(objectionToManifest(manifest(compose('A: b'), more))).toBe('secret'))
})

describe('an ordinary line of a script goes along', () => {
  test.each([
    'mkdir -p /data/login',
    'docker login -u me --password-stdin < /run/secrets/pw',
    'docker login -u "$USER" -p "$DB_PASSWORD" ghcr.io',
    'docker login -u me -p `cat pw` ghcr.io',
    'DB_PASSWORD=$(openssl rand -hex 32)',
    'DB_PASSWORD="$1"; export DB_PASSWORD',
    'DB_PASSWORD=${DB_PASSWORD:-}',
    'DB_PASSWORD=${DB_PASSWORD:?is missing}',
    'if [ "$DB_PASSWORD" = "" ]; then echo "no password"; fi',
    'docker run -u 1000:1000 -p 127.0.0.1:8080:80 -p 9000:9000/udp -e DB_PASSWORD app',
    'docker exec -u app web mkdir -p cache/parts',
    'curl -u "me:$DB_PASSWORD" -H "Authorization: Bearer $TOKEN" https://api.example',
    'run --token-file /run/secrets/token --password-file=/run/secrets/pw --token /run/secrets/token',
    'run --max-tokens 100000 --tokenizer meta-llama/Llama-3.1-8B --tokenizer-mode automatic',
    'docker build --secret id=npmrc,src=/root/.npmrc .',
    'echo "root:$DB_PASSWORD" | chpasswd',
    '# docker run -e DB_PASSWORD=<your password> app',
    '# The token is rotated every month; ask for the password.',
    'log "the registry is asked for a token"',
  ])('%s', (line) => expect(inScript(line)).toBeNull())
})

describe('an ordinary line of the compose file goes along', () => {
  test.each([
    '    command: redis-server --requirepass ${DB_PASSWORD}',
    '    command: ["redis-server", "--requirepass", "${DB_PASSWORD}"]',
    '    command: ["--model", "meta-llama/Llama-3.1-8B", "--tokenizer", "meta-llama/Llama-3.1-8B", "--max-model-len", "8192"]',
    '    environment:\n      - DB_PASSWORD\n      - DB_PASSWORD_FILE=/run/secrets/db_password\n      - MAX_TOKENS=100000',
    '    environment:\n      DB_PASSWORD: ${DB_PASSWORD:?is missing}\n      TOKEN_ADDRESS: "0xab12ab12ab12ab12ab12ab12ab12ab12ab12ab12"',
    '    healthcheck: {test: ["CMD-SHELL", "pg_isready -U postgres -p 5432"]}',
    '    secrets: [db_password]\nsecrets:\n  db_password:\n    environment: DB_PASSWORD',
    '    volumes: [token-data:/data]\nvolumes:\n  token-data:',
    '    labels: {"traefik.http.routers.web.rule": "Host(`web.example`)"}',
    'configs:\n  a:\n    content: |\n      user = app\n      password = ${DB_PASSWORD}',
    '# The password comes from the environment.',
  ])('%s', (line) => expect(inFile(line)).toBeNull())
})

test('what the sandbox runs goes along', () => {
  const random = seededRandom(7)
  const workloads = [
    webShop(),
    settlement('oracle'),
    labelled('web'),
    greeter,
    ...Array.from({ length: 40 }, () => fillerWorkload('app', random)),
  ]
  for (const workload of workloads) {
    const stored = manifestFor('app', workload)
    expect(objectionToManifest(JSON.stringify(stored)), workload.compose).toBeNull()
    expect(objectionToManifest(JSON.stringify({ ...stored, pre_launch_script: platformScript }))).toBeNull()
  }
})

test('a long line is looked at in no more time than its length', () => {
  for (const piece of ['a', '-', '=', 'a=', '--a', '"', ' -p ', '${A', 'curl -u ', 'echo |', '{"a":', ': ', ' ', '-u a:']) {
    const began = performance.now()
    inScript(piece.repeat(100_000 / piece.length))
    expect(performance.now() - began, piece).toBeLessThan(3_000)
  }
})
