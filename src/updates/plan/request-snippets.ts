import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import { cliSnippet, curlSnippet, sdkSnippet, shellWord, type Snippets } from '@/api/snippets/snippet-parts.ts'

/** The request of one step of an update, as a person could send it without this console. */
export interface SnippetRequest {
  cvmId: string
  body: UpdateCvmRequest
  /** Extra headers, such as the two of a confirmation. */
  headers?: Record<string, string>
  /** A contract governs the CVM, so that a new compose hash waits for its owner. */
  isGoverned?: boolean
}

/** Encrypted values go out as a variable: they are long, and a snippet is made to be pasted into tickets. */
export const encryptedEnvSlot = '$ENCRYPTED_ENV'

/** JSON as one shell word; the encrypted environment stays a variable that the shell fills in. */
function shellJson(body: UpdateCvmRequest): string {
  const word = shellWord(JSON.stringify(body))
  return body.encrypted_env === undefined ? word : word.replace(encryptedEnvSlot, `'"${encryptedEnvSlot}"'`)
}

const withSlots = (body: UpdateCvmRequest): UpdateCvmRequest =>
  body.encrypted_env == null ? body : { ...body, encrypted_env: encryptedEnvSlot }

const headerName = (name: string) => name.replace(/^x-/i, 'X-')

/** The same request four ways. */
export function requestSnippets({ cvmId, body, headers = {}, isGoverned = false }: SnippetRequest): Snippets {
  const shown = withSlots(body)
  const request = {
    method: 'PATCH',
    path: `/cvms/${encodeURIComponent(cvmId)}`,
    headers: Object.entries(headers).map(([name, value]) => `${headerName(name)}: ${value}`),
    body: shellJson(shown),
  } as const
  const { input, ...call } = sdkCall(shown, headers, isGoverned)
  const literal = JSON.stringify({ id: cvmId, ...input }, null, 2).replace(JSON.stringify(encryptedEnvSlot), 'process.env.ENCRYPTED_ENV')
  return {
    json: JSON.stringify(shown, null, 2),
    curl: curlSnippet(request),
    cli: cliSnippet(request),
    sdk: sdkSnippet({ ...call, input: literal }),
  }
}

interface SdkCall {
  name: string
  input: Record<string, unknown>
  /** Said above the call. */
  remark?: string
}

function sdkCall(body: UpdateCvmRequest, headers: Record<string, string>, isGoverned: boolean): SdkCall {
  const composeHash = headers['X-Compose-Hash']
  const transactionHash = headers['X-Transaction-Hash']
  if (composeHash && transactionHash) return { name: 'confirmCvmPatch', input: { composeHash, transactionHash } }
  const single = singleAspect(body, isGoverned)
  return single ? { ...single, remark: 'Changes this one aspect; patchCvm changes several at once.' } : { name: 'patchCvm', input: body }
}

/**
 * The vendor's method for one aspect alone, where the whole change is one that it can make; else `null`. Each has a path of its own, with the
 * names that its SDK gives the fields.
 */
function singleAspect(body: UpdateCvmRequest, isGoverned: boolean): Pick<SdkCall, 'name' | 'input'> | null {
  const { docker_compose_file, pre_launch_script, image, allowed_envs, encrypted_env } = body
  const names = Object.keys(body)
  const isOnly = (...some: (keyof UpdateCvmRequest)[]) => names.length > 0 && names.every((name) => some.some((one) => one === name))
  if (isOnly('vcpu', 'memory', 'disk_size')) return { name: 'updateCvmResources', input: body }
  if (isOnly('image') && image != null) return { name: 'updateOsImage', input: { os_image_name: image } }
  if (isOnly('docker_compose_file') && docker_compose_file != null) return { name: 'updateDockerCompose', input: { docker_compose_file } }
  // An empty text has no body to be sent as.
  if (isOnly('pre_launch_script') && pre_launch_script) return { name: 'updatePreLaunchScript', input: { pre_launch_script } }
  if (isOnly('allowed_envs', 'encrypted_env') && encrypted_env != null) {
    return { name: 'updateCvmEnvs', input: { encrypted_env, ...(allowed_envs == null ? {} : { env_keys: allowed_envs }) } }
  }
  // It cannot leave either of the first two as they are, nor wait for an approval.
  const { public_logs, public_sysinfo } = body
  const hasBoth = public_logs != null && public_sysinfo != null
  if (isOnly('public_logs', 'public_sysinfo', 'public_tcbinfo') && hasBoth && !isGoverned)
    return { name: 'updateCvmVisibility', input: body }
  return null
}
