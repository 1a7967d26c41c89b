import { parseHash32 } from '@/domain/identifiers.ts'
import { kmsInfo } from '../api/answers/kms-info.ts'
import { structured, type FailureDetail } from '../api/api-failure.ts'
import type { SandboxChain } from '../chain/sandbox-chain.ts'
import { beginUpdate, refuseWhenBusy } from './lifecycle.ts'
import { forgetPrepared, preparedByHash, preparedByToken, prepareUpdate } from './prepared-updates.ts'
import type { SandboxState } from '../sandbox-state.ts'
import type { PlannedUpdate, PreparedUpdate, SandboxCvm, User } from './world.ts'

type Hex = `0x${string}`

/** The sentence that says "do not look at a receipt". */
const alreadyRegistered = 'already-registered'

const appContract = (cvm: SandboxCvm): Hex => `0x${cvm.appId}`

/** The chain, or the answer of a sandbox that has none. */
export function requireChain(state: SandboxState): SandboxChain {
  if (state.chain) return state.chain
  throw structured(503, 'SANDBOX-NO-CHAIN', 'The sandbox runs without a chain on this machine, so nothing can be approved on-chain', {
    suggestions: ['Use a CVM with a centralised KMS, or start the sandbox where its chain can run.'],
  })
}

/** Whether a change of this CVM's file needs its contract's consent. */
const changesGovernedFile = (cvm: SandboxCvm, plan: PlannedUpdate) => cvm.kms.chainId !== null && plan.compose !== undefined

/**
 * First phase. Starts the update and returns its correlation id, or throws the 465 that names the hash to register.
 * Without a contract, or when only other things change, `preparesOnly` has no effect and the update starts.
 */
export async function submitUpdate(
  state: SandboxState,
  { cvm, plan, by, preparesOnly }: { cvm: SandboxCvm; plan: PlannedUpdate; by: User; preparesOnly: boolean },
): Promise<string> {
  refuseWhenBusy(cvm)
  if (!changesGovernedFile(cvm, plan)) return beginUpdate(state, cvm, plan, by)

  const chain = requireChain(state)
  const composeHash = plan.compose!.hash // the line above looked
  const isNew = composeHash !== cvm.compose.hash
  const isAllowed = await chain.isComposeHashAllowed(appContract(cvm), `0x${composeHash}`)
  const insists = state.settings.always465 && isNew
  if (isAllowed && !preparesOnly && !insists) {
    refuseWhenBusy(cvm) // someone may have been faster while the chain was asked
    return beginUpdate(state, cvm, plan, by)
  }
  const prepared = prepareUpdate(state.world, {
    cvm,
    plan,
    composeHash,
    by,
    withToken: preparesOnly,
    strict: state.settings.strictPrepared,
    now: state.clock.now(),
  })
  throw hashRequired(state, prepared, preparesOnly ? await onchainStatus(chain, cvm, composeHash) : null)
}

/** What the contract says of a file on the CVM's device. */
export async function onchainStatus(chain: SandboxChain, cvm: SandboxCvm, composeHash: string) {
  const [hashAllowed, device] = await Promise.all([
    chain.isComposeHashAllowed(appContract(cvm), `0x${composeHash}`),
    chain.isDeviceAllowed(appContract(cvm), `0x${cvm.node.deviceId}`),
  ])
  const deviceAllowed = device.allowAnyDevice || device.deviceAllowed
  return { compose_hash_allowed: hashAllowed, device_id_allowed: deviceAllowed, is_allowed: hashAllowed && deviceAllowed }
}

/** The 465 that names the hash to register. */
export function hashRequired(
  state: SandboxState,
  prepared: Pick<PreparedUpdate, 'cvm' | 'composeHash' | 'token'>,
  status: Awaited<ReturnType<typeof onchainStatus>> | null,
) {
  const { cvm, composeHash, token } = prepared
  const details: FailureDetail[] = [
    { field: 'compose_hash', value: composeHash },
    { field: 'app_id', value: cvm.appId },
    { field: 'device_id', value: cvm.node.deviceId },
    { field: 'kms_info', value: kmsInfo(cvm.kms) },
  ]
  if (token) {
    details.push(
      { field: 'commit_token', value: token },
      {
        field: 'commit_url',
        value: `${state.origin}/${cvm.workspace.slug}/cvms/${cvm.vmUuid}/confirm-update?token=${token}&compose_hash=${composeHash}`,
      },
      { field: 'api_commit_url', value: `${state.origin}/api/v1/cvms/${cvm.vmUuid}/commit-update?token=${token}` },
      { field: 'onchain_status', value: status },
    )
  }
  return structured(465, 'ERR-01-005', 'The compose hash must be registered on-chain before this update can be applied', {
    details,
    suggestions: ['Call addComposeHash on the app contract, then confirm the update with the transaction hash.'],
  })
}

const expired = () =>
  structured(466, 'ERR-01-006', 'No update waits for this hash: it is unknown, expired, used or superseded', {
    suggestions: ['Send the update again to get a current hash.'],
  })

/** Second phase with headers. Returns the correlation id; throws 466, 467 or 468. */
export async function confirmUpdate(
  state: SandboxState,
  { cvm, by, composeHash, transactionHash }: { cvm: SandboxCvm; by: User; composeHash: string | null; transactionHash: string | null },
): Promise<string> {
  if (!composeHash || !transactionHash) {
    throw structured(400, 'ERR-02-008', 'A confirmation needs both X-Compose-Hash and X-Transaction-Hash')
  }
  refuseWhenBusy(cvm)
  const hash = parseHash32(composeHash)
  const prepared = hash && preparedByHash(state.world, cvm, hash, state.clock.now())
  if (!prepared) throw expired()
  const chain = requireChain(state)
  await checkReceipt(chain, prepared, transactionHash)
  await checkMapping(chain, prepared)
  return begin(state, prepared, by)
}

/** Second phase with a commit token, which is the credential. An empty hash is read from the token. */
export async function commitUpdate(
  state: SandboxState,
  { cvm, token, composeHash, transactionHash }: { cvm: SandboxCvm; token: string; composeHash: string; transactionHash: string },
): Promise<string> {
  const prepared = preparedByToken(state.world, cvm, token, state.clock.now())
  if (!prepared) throw expired()
  if (composeHash && parseHash32(composeHash) !== prepared.composeHash) throw expired()
  refuseWhenBusy(cvm)
  const chain = requireChain(state)
  await checkMapping(chain, prepared)
  if (transactionHash && transactionHash !== alreadyRegistered) await checkReceipt(chain, prepared, transactionHash)
  return begin(state, prepared, prepared.by)
}

function begin(state: SandboxState, prepared: PreparedUpdate, by: User): string {
  const { cvm } = prepared
  refuseWhenBusy(cvm)
  // Asking the chain took a while: another confirmation may have used it up.
  if (!state.world.prepared.includes(prepared)) throw expired()
  forgetPrepared(state.world, cvm)
  return beginUpdate(state, cvm, prepared.plan, by)
}

export async function checkReceipt(
  chain: SandboxChain,
  { cvm, composeHash }: Pick<PreparedUpdate, 'cvm' | 'composeHash'>,
  transactionHash: string,
) {
  const refuse = (why: string) =>
    structured(467, 'ERR-01-007', `The transaction could not be verified: ${why}`, {
      details: [{ field: 'transaction_hash', value: transactionHash, message: why }],
      suggestions: ['Check the transaction, and try again after a few blocks.'],
    })
  const hash = parseHash32(transactionHash)
  if (!hash) throw refuse('this is not a transaction hash')
  const receipt = await chain.registrationReceipt(`0x${hash}`, appContract(cvm))
  if (!receipt) throw refuse('there is no receipt yet')
  if (!receipt.succeeded) throw refuse('it was reverted')
  if (!receipt.addedHashes.some((added) => parseHash32(added) === composeHash))
    throw refuse('the app contract did not announce this hash in it')
}

export async function checkMapping(chain: SandboxChain, { cvm, composeHash }: Pick<PreparedUpdate, 'cvm' | 'composeHash'>) {
  if (await chain.isComposeHashAllowed(appContract(cvm), `0x${composeHash}`)) return
  throw structured(468, 'ERR-01-008', 'The app contract does not allow this compose hash', {
    details: [
      { field: 'compose_hash', value: composeHash },
      { field: 'app_contract_address', value: appContract(cvm) },
    ],
    suggestions: ['Check that the transaction went to the app contract and was executed.'],
  })
}
