import type { Manifest } from '../world/compose-storage.ts'
import type { SeededRandom } from '../seeded-random.ts'

/** What a CVM runs: the compose file, the script before it, and the names it may read from its environment. */
export interface Workload {
  compose: string
  script: string
  envNames: string[]
}

const registryLogin = `#!/bin/sh
set -eu
if [ -n "\${DSTACK_DOCKER_PASSWORD:-}" ]; then
  echo "$DSTACK_DOCKER_PASSWORD" | docker login -u "$DSTACK_DOCKER_USERNAME" --password-stdin
fi
`

const cleanUp = `#!/bin/bash
# Leave room for the next image.
docker image prune --force --filter "until=240h" || true
echo "free space: $(df -h / | tail -1)"
`

export const webShop = (tag = '2.14.3'): Workload => ({
  compose: `services:
  api:
    image: ghcr.io/harbor/storefront-api:${tag}
    restart: unless-stopped
    ports:
      - "8080:8080"
    environment:
      DATABASE_URL: \${DATABASE_URL}
      SESSION_SECRET: \${SESSION_SECRET}
      LOG_LEVEL: \${LOG_LEVEL:-info}
    depends_on:
      db:
        condition: service_healthy
      cache:
        condition: service_started
    healthcheck:
      test: ["CMD", "wget", "-qO-", "http://127.0.0.1:8080/healthz"]
      interval: 30s
      timeout: 5s
      retries: 3
  worker:
    image: ghcr.io/harbor/storefront-worker:${tag}
    restart: unless-stopped
    command: ["node", "worker.js", "--queues", "mail,invoices"]
    environment:
      DATABASE_URL: \${DATABASE_URL}
      STRIPE_API_KEY: \${STRIPE_API_KEY}
    depends_on: [db, cache]
  db:
    image: postgres:16.4-alpine
    restart: unless-stopped
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
    volumes:
      - db-data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
      interval: 10s
  cache:
    image: redis:7.4.0-alpine
    restart: unless-stopped
volumes:
  db-data: {}
`,
  script: registryLogin,
  envNames: ['DATABASE_URL', 'SESSION_SECRET', 'STRIPE_API_KEY', 'POSTGRES_PASSWORD', 'LOG_LEVEL'],
})

export const settlement = (name: string, tag = '1.8.0'): Workload => ({
  compose: `services:
  ${name}:
    image: ghcr.io/harbor/${name}:${tag}
    restart: unless-stopped
    ports:
      - "9000:9000"
    environment:
      RPC_URL: \${RPC_URL}
      SIGNER_MNEMONIC: \${SIGNER_MNEMONIC}
      NETWORK: base
    volumes:
      - /var/run/dstack.sock:/var/run/dstack.sock
      - state:/data
  metrics:
    image: prom/node-exporter:v1.8.2
    restart: unless-stopped
    ports:
      - "9100:9100"
volumes:
  state: {}
`,
  script: cleanUp,
  envNames: ['RPC_URL', 'SIGNER_MNEMONIC'],
})

/** Quoted keys in flow style, which a printer that eats blanks after \`":\` rewrites but does not break. */
export const labelled = (name: string): Workload => ({
  compose: `services:
  gateway:
    image: traefik:v3.1.4
    command: ["--providers.docker", "--entrypoints.web.address=:80"]
    ports: ["80:80"]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
  ${name}:
    image: ghcr.io/harbor/${name}:3.0.1
    labels: {"traefik.enable": "true", "traefik.http.routers.${name}.rule": "Host(\`${name}.sandbox.example\`)"}
    environment: {"FEATURES": "{\\"audit\\": true, \\"beta\\": false}", "API_TOKEN": "\${API_TOKEN}"}
`,
  script: '',
  envNames: ['API_TOKEN'],
})

export const greeter: Workload = {
  compose: `services:
  greeter:
    image: ghcr.io/harbor/greeter:0.9.2
    ports:
      - "8080:8080"
    environment:
      GREETING_DE: "Grüß Gott, schöne Welt"
      GREETING_JA: "こんにちは"
      GREETING_EMOJI: "👋🏽"
      # Ein Kommentar mit Umlauten: äöü
      ADMIN_TOKEN: \${ADMIN_TOKEN}
`,
  script: '#!/bin/sh\necho "Bereit – 準備完了"\n',
  envNames: ['ADMIN_TOKEN'],
}

const tags = ['1.0.4', '1.2.0', '2.0.1', '2.7.9', '3.1.0', '0.14.2']

const fillers: ((name: string, random: SeededRandom) => Workload)[] = [
  (name, random) => ({
    compose: `services:
  web:
    image: nginx:1.27.${random.between(0, 4)}
    restart: unless-stopped
    ports:
      - "80:80"
  ${name}:
    image: ghcr.io/harbor/${name}:${random.pick(tags)}
    restart: unless-stopped
    environment:
      API_TOKEN: \${API_TOKEN}
      LOG_LEVEL: \${LOG_LEVEL:-info}
`,
    script: random.chance(0.5) ? registryLogin : '',
    envNames: ['API_TOKEN', 'LOG_LEVEL'],
  }),
  (name, random) => ({
    compose: `services:
  ${name}:
    image: ghcr.io/harbor/${name}:${random.pick(tags)}
    command: ["python", "-m", "service", "--workers", "${random.between(1, 8)}"]
    restart: always
    environment:
      - QUEUE_URL=\${QUEUE_URL}
      - QUEUE_PASSWORD=\${QUEUE_PASSWORD}
    deploy:
      resources:
        limits:
          memory: ${random.between(1, 4)}g
  redis:
    image: redis:7.4.0-alpine
    command: ["redis-server", "--appendonly", "yes"]
    volumes: ["queue:/data"]
volumes:
  queue:
`,
    script: random.chance(0.3) ? cleanUp : '',
    envNames: ['QUEUE_URL', 'QUEUE_PASSWORD'],
  }),
  (name, random) => ({
    compose: `services:
  ${name}:
    image: ghcr.io/harbor/${name}:${random.pick(tags)}
    ports:
      - "8443:8443"
    labels:
      "com.harbor.team": "platform"
      "com.harbor.tier": "${random.pick(['gold', 'silver', 'bronze'])}"
    tmpfs: /tmp
    read_only: true
`,
    script: '',
    envNames: [],
  }),
]

export const fillerWorkload = (name: string, random: SeededRandom) => random.pick(fillers)(name, random)

/** The manifest around a workload, in the order in which the vendor's own client writes it. */
export function manifestFor(name: string, workload: Workload, changes: Manifest = {}): Manifest {
  return {
    manifest_version: 2,
    name,
    runner: 'docker-compose',
    docker_compose_file: workload.compose,
    pre_launch_script: workload.script,
    kms_enabled: true,
    gateway_enabled: true,
    tproxy_enabled: true,
    local_key_provider_enabled: false,
    public_logs: true,
    public_sysinfo: true,
    public_tcbinfo: true,
    allowed_envs: workload.envNames,
    features: ['kms', 'tproxy-net'],
    no_instance_id: false,
    secure_time: false,
    storage_fs: 'zfs',
    ...changes,
  }
}
