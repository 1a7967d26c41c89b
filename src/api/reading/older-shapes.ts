import { mbToGb } from '@/domain/units.ts'

/**
 * What API version 2025-10-28 writes, written as later versions do. Values are moved and never judged: what is odd about them shows when
 * they are read.
 */

type Entries = Record<string, unknown>

const entriesIn = (value: unknown): Entries | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : null
const at = (value: unknown, key: string) => entriesIn(value)?.[key]

/** As a number or as the text of one, both of which are read. */
const isNumber = (value: unknown) => typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))

/** An answer in whichever shape came, as the newer versions would have written it. */
export function inNewerShape(body: unknown): unknown {
  const answer = entriesIn(body)
  if (!answer) return body
  if (Array.isArray(answer['items'])) return { ...answer, items: (answer['items'] as unknown[]).map(cvmInNewerShape) }
  if ('username' in answer && 'team_name' in answer) return accountInNewerShape(answer)
  return cvmInNewerShape(answer)
}

/** The older shape has sizes beside the name, the newer one in a block of their own. The older list wraps the CVM in `hosted`. */
function cvmInNewerShape(item: unknown): unknown {
  const old = entriesIn(item)
  if (!old || 'resource' in old || !('status' in old) || !('memory' in old || 'vcpu' in old || 'hosted' in old)) return item
  const hosted = entriesIn(old['hosted'])
  const { memory, kms_info: kms, teepod } = old
  return {
    ...old,
    ...(hosted
      ? { id: hosted['id'] ?? old['name'], app_id: hosted['app_id'], vm_uuid: hosted['id'], instance_id: hosted['instance_id'] }
      : {}),
    resource: {
      instance_type: old['instance_type'],
      vcpu: old['vcpu'],
      memory_in_gb: isNumber(memory) ? mbToGb(Number(memory)) : memory,
      disk_in_gb: old['disk_size'],
      gpus: at(old['machine_info'], 'gpu_count'),
    },
    os: { name: old['base_image'] },
    kms_info: {
      ...entriesIn(kms),
      dstack_kms_address: at(kms, 'kms_contract_address'),
      dstack_app_address: old['contract_address'],
      deployer_address: old['deployer_address'],
      encrypted_env_pubkey: old['encrypted_env_pubkey'],
    },
    node_info: { ...entriesIn(teepod), region: at(teepod, 'region_identifier') },
    endpoints: old['public_urls'],
    gateway: { base_domain: old['gateway_domain'] },
  }
}

/** The flat account has no role, so nobody is an admin there. */
function accountInNewerShape({ username, team_name: team }: Entries): Entries {
  return { user: { username }, workspace: team ? { id: team, name: team } : null }
}
