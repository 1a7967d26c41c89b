/** As long as the one that was seen live; what it does is made up. */
const seenBytes = 17_500

const head = `#!/bin/bash
# Pre-launch script of the platform. It runs before the containers and is a part of the compose hash.
set -e

log() { echo "[pre-launch] $1"; }

if [ -n "$DSTACK_DOCKER_USERNAME" ] && [ -n "$DSTACK_DOCKER_PASSWORD" ]; then
  log "logging in to \${DSTACK_DOCKER_REGISTRY:-docker.io}"
  echo "$DSTACK_DOCKER_PASSWORD" | docker login -u "$DSTACK_DOCKER_USERNAME" --password-stdin "\${DSTACK_DOCKER_REGISTRY:-docker.io}"
fi

if [ -n "$DSTACK_AWS_ACCESS_KEY_ID" ]; then
  log "the registry of AWS is asked for a token"
fi

if [ -n "$DSTACK_ROOT_PUBLIC_KEY" ]; then
  mkdir -p /home/root/.ssh && echo "$DSTACK_ROOT_PUBLIC_KEY" >> /home/root/.ssh/authorized_keys
fi

`

const step = (number: number) => `log "step ${number}"\ndocker image prune --force --filter "until=${number}h" > /dev/null 2>&1 || true\n`

/** What the platform puts into the manifest of a CVM that comes without a script. */
export const platformScript = (() => {
  let script = head
  for (let number = 1; script.length < seenBytes; number += 1) script += step(number)
  return script.slice(0, script.lastIndexOf('\n', seenBytes) + 1)
})()
