import { issuerChains, platform, revocationList, serialOf, signText } from './development-pki.ts'
import type { Machine } from './development-pki.ts'
import { quotingEnclave } from './quote.ts'

const day = 86_400_000

/** What is said of a platform besides the rule: that a machine was revoked, that its level is old. */
export interface Troubles {
  revoked: Machine | null
  isOutOfDate: boolean
}

/** Collateral as the API hands it out: issued yesterday, in date for a month from then. */
export function makeCollateral(now: number, { revoked, isOutOfDate }: Troubles) {
  const from = Math.floor(now / day) * day - day
  const until = from + 30 * day
  const issueDate = iso(from)
  const nextUpdate = iso(until)
  const components = Array.from({ length: 16 }, () => ({ svn: platform.componentSvn }))
  const tcbInfo = JSON.stringify({
    id: 'TDX',
    version: 3,
    issueDate,
    nextUpdate,
    fmspc: platform.fmspc.toString('hex'),
    pceId: platform.pceId.toString('hex'),
    tcbType: 0,
    tcbEvaluationDataNumber: 17,
    tcbLevels: [
      {
        tcb: { sgxtcbcomponents: components, pcesvn: platform.pceSvn, tdxtcbcomponents: components },
        tcbDate: iso(from - 100 * day),
        tcbStatus: isOutOfDate ? 'OutOfDate' : 'UpToDate',
        ...(isOutOfDate ? { advisoryIDs: ['INTEL-SA-00001', 'INTEL-SA-00002'] } : {}),
      },
    ],
  })
  const qeIdentity = JSON.stringify({
    id: 'TD_QE',
    version: 2,
    issueDate,
    nextUpdate,
    tcbEvaluationDataNumber: 17,
    miscselect: '00000000',
    miscselectMask: 'ffffffff',
    attributes: quotingEnclave.attributes.toString('hex'),
    attributesMask: 'fbffffffffffffff0000000000000000',
    mrsigner: quotingEnclave.mrSigner.toString('hex'),
    isvprodid: quotingEnclave.isvProdId,
    tcbLevels: [{ tcb: { isvsvn: quotingEnclave.isvSvn }, tcbDate: iso(from - 100 * day), tcbStatus: 'UpToDate' }],
  })
  return {
    pck_crl_issuer_chain: issuerChains.platformCa,
    root_ca_crl: revocationList('root', [], { from, until }),
    pck_crl: revocationList('platform-ca', revoked ? [serialOf(revoked.key)] : [], { from, until }),
    tcb_info_issuer_chain: issuerChains.signer,
    tcb_info: tcbInfo,
    tcb_info_signature: signText(tcbInfo),
    qe_identity_issuer_chain: issuerChains.signer,
    qe_identity: qeIdentity,
    qe_identity_signature: signText(qeIdentity),
  }
}

const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
