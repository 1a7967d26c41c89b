import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { collateralOf, type CvmEvidence, evidenceOf } from '../../evidence/cvm-evidence.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import type { SandboxCvm } from '../../world/world.ts'
import type { ApiContext } from '../api-context.ts'
import { structured } from '../api-failure.ts'
import { findCvm } from '../find-cvm.ts'

const checksumOf = (quote: Uint8Array) => createHash('sha256').update(quote).digest('hex')

/** What the hardware signed about a CVM, and what is needed to judge it. */
export function attestationRoutes(state: SandboxState) {
  return new Hono<ApiContext>()
    .get('/cvms/:id/attestation', ({ req, var: { user }, json }) => {
      const cvm = findCvm(state.world, req.param('id'), user)
      const evidence = evidenceOf(state, cvm)
      if (evidence.isOnline) remember(state, cvm, evidence)
      return json(attestationAnswer(cvm, evidence))
    })
    .get('/attestations/collateral/:checksum', ({ req, json }) => {
      const cvm = state.world.byId.get(state.knownQuotes.get(req.param('checksum').toLowerCase()) ?? '')
      if (!cvm) throw structured(404, 'ERR-08-001', 'Quote not found')
      return json(collateralOf(state, cvm))
    })
    .post('/attestations/verify', async ({ req, json }) => {
      const { hex } = (await req.json().catch(() => ({}))) as { hex?: unknown }
      if (typeof hex !== 'string' || !/^(?:0x)?(?:[0-9a-fA-F]{2})+$/.test(hex)) throw structured(400, 'ERR-08-002', 'Invalid quote')
      const quote = Buffer.from(hex.replace(/^0x/, ''), 'hex')
      const made = state.world.cvms.find((cvm) => evidenceOf(state, cvm).quote.equals(quote))
      if (made) state.knownQuotes.set(checksumOf(quote), made.id)
      return json({ success: true, checksum: checksumOf(quote), quote: { verified: made !== undefined } })
    })
}

/** Collateral is known for the quote itself; what follows it is no part of it. */
function remember(state: SandboxState, cvm: SandboxCvm, { quote, signedLength }: CvmEvidence) {
  state.knownQuotes.set(checksumOf(quote.subarray(0, signedLength)), cvm.id)
}

/** The vendor's client wants the parts of a name as text. */
const nobody = { organization: 'Sandbox', country: 'XX' }

function attestationAnswer(cvm: SandboxCvm, evidence: CvmEvidence) {
  const { isOnline, isPublic, quote, bootedAt } = evidence
  const base = { is_online: isOnline, is_public: isPublic, name: cvm.name }
  if (!isOnline) return { ...base, error: 'The CVM is not online', app_certificates: null, tcb_info: null, compose_file: null }
  const [rtmr0, rtmr1, rtmr2, rtmr3] = evidence.registers
  return {
    ...base,
    error: null,
    app_certificates: [
      {
        subject: { common_name: `${cvm.appId}.sandbox.example`, ...nobody, state: 'Sandbox', locality: 'Sandbox' },
        issuer: { common_name: 'Sandbox app CA', ...nobody },
        serial_number: checksumOf(quote).slice(0, 32),
        not_before: new Date(bootedAt).toISOString(),
        not_after: new Date(bootedAt + 365 * 86_400_000).toISOString(),
        version: 'v3',
        fingerprint: checksumOf(Buffer.from(`certificate:${checksumOf(quote)}`)),
        signature_algorithm: 'ecdsa-with-SHA256',
        sans: null,
        is_ca: false,
        position_in_chain: 0,
        quote: quote.toString('hex'),
        app_id: cvm.appId,
        cert_usage: 'app:custom',
      },
    ],
    tcb_info: isPublic
      ? {
          mrtd: evidence.mrTd,
          rootfs_hash: null,
          rtmr0,
          rtmr1,
          rtmr2,
          rtmr3,
          event_log: evidence.eventLog,
          app_compose: evidence.appCompose,
        }
      : null,
    compose_file: isPublic ? cvm.compose.text : null,
  }
}
