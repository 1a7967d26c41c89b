import { areApart, type JudgedAt, momentText } from '@/attestation/judged-at.ts'
import { unknown } from '@/attestation/links.ts'
import type { GivenCollateral } from './collateral.ts'
import type { TdxQuote } from './parse-quote.ts'
import type { TrustedRoot } from './roots.ts'
import { type QuoteFindings, verifyQuote } from './verify-quote.ts'

/** Judges a quote by the clocks at hand. Where they are a day or more apart it holds only if it does by both. */
export function verifyInTime(quote: TdxQuote, collateral: GivenCollateral, root: TrustedRoot, judgedAt: JudgedAt): QuoteFindings {
  const { local, server } = judgedAt
  if (server === null || !areApart(judgedAt)) return verifyQuote(quote, collateral, root, server ?? local)
  const byLocal = verifyQuote(quote, collateral, root, local)
  const byServer = verifyQuote(quote, collateral, root, server)
  const other = [byLocal, byServer].find((found) => found.quote.state !== 'holds' && !found.isOutOfDate)
  if (other) return other
  const clocks = `This computer’s clock says ${momentText(local)}, the server’s ${momentText(server)}`
  if (byLocal.isOutOfDate && byServer.isOutOfDate) return byServer
  if (!byLocal.isOutOfDate && !byServer.isOutOfDate)
    return { ...byServer, quote: { ...byServer.quote, note: `${byServer.quote.note} ${clocks}: it holds by both.` } }
  const which = byLocal.isOutOfDate ? 'the server’s' : 'this computer’s'
  const missing = unknown(`${clocks}. Only by ${which} is the collateral in date, so one of them has to be put right first.`)
  return {
    quote: missing,
    tcb: unknown('The level is that of a quote that is not known to hold.'),
    debug: byLocal.isOutOfDate ? byLocal.debug : byServer.debug,
    deviceId: null,
    isOutOfDate: false,
    isYetToCome: false,
  }
}
