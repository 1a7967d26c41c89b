import { apiAddress, jsonHeader as json, keyHeaders, sdkClient, shellWord, type Snippets } from '@/api/snippets/snippet-parts.ts'

export type ComposeFileSnippets = Omit<Snippets, 'cli'>

/**
 * The two requests that put a changed manifest to use, three ways: it is given whole, and then named by its hash. `keys` are those that are
 * set in the stored one.
 */
export function composeFileSnippets(cvmId: string, keys: object): ComposeFileSnippets {
  const path = `/cvms/${encodeURIComponent(cvmId)}/compose_file`
  const environmentStays = { update_env_vars: false }
  const auth = keyHeaders.join(' ')
  return {
    json: [
      `POST ${path}/provision`,
      '# the stored manifest, with these keys set in it',
      JSON.stringify({ ...keys, ...environmentStays }, null, 2),
      '',
      `PATCH ${path}`,
      JSON.stringify({ compose_hash: 'the hash of the first answer', ...environmentStays }, null, 2),
    ].join('\n'),
    curl: [
      `COMPOSE_HASH=$(curl --fail-with-body ${apiAddress(path)} ${auth} \\`,
      `  | jq ${shellWord(`. + ${JSON.stringify({ ...keys, ...environmentStays })}`)} \\`,
      `  | curl --fail-with-body -X POST ${apiAddress(`${path}/provision`)} ${auth} ${json} --data-binary @- \\`,
      '  | jq -r .compose_hash)',
      '# Under a contract, the hash has to be allowed on it before the next request.',
      `curl --fail-with-body -X PATCH ${apiAddress(path)} ${auth} ${json} \\`,
      `  --data-raw "{\\"compose_hash\\":\\"$COMPOSE_HASH\\",\\"update_env_vars\\":false}"`,
    ].join('\n'),
    sdk: [
      "import { commitCvmComposeFileUpdate, createClient, getCvmComposeFile, provisionCvmComposeFileUpdate } from '@phala/cloud'",
      '',
      '// The client reads PHALA_CLOUD_API_KEY from the environment.',
      `const client = ${sdkClient}`,
      `const id = ${JSON.stringify(cvmId)}`,
      'const stored = await getCvmComposeFile(client, { id })',
      `const app_compose = { ...stored, ...${JSON.stringify(keys, null, 2)} }`,
      'const { compose_hash } = await provisionCvmComposeFileUpdate(client, { id, app_compose, update_env_vars: false })',
      '// Under a contract, the hash has to be allowed on it before the next call.',
      'await commitCvmComposeFileUpdate(client, { id, compose_hash, update_env_vars: false })',
    ].join('\n'),
  }
}
