import { Hono } from 'hono'
import * as z from 'zod/mini'
import { structured } from '../api/api-failure.ts'
import { cvmsMeant } from '../api/find-cvm.ts'
import { validate } from '../api/validate-request.ts'
import { collateralOf, evidenceOf } from '../evidence/cvm-evidence.ts'
import { rootCertificate } from '../evidence/development-pki.ts'
import { evidenceBreaks } from '../evidence/evidence-breaks.ts'
import type { SandboxState } from '../sandbox-state.ts'

const breakSchema = z.strictObject({ cvmId: z.string(), break: z.nullable(z.enum(evidenceBreaks)) })

/** Looks at the evidence of a CVM, and makes one thing wrong about it. */
export function evidenceControl(state: SandboxState) {
  const find = (identifier: string) => {
    const [cvm] = cvmsMeant(state.world, identifier)
    if (!cvm) throw structured(404, 'SANDBOX-NO-SUCH-CVM', 'The sandbox has no such CVM')
    return cvm
  }
  return new Hono()
    .get('/sandbox/cvms/:id/evidence', ({ req, json }) => {
      const cvm = find(req.param('id'))
      const { isOnline, isPublic, quote, eventLog, appCompose } = evidenceOf(state, cvm)
      return json({
        quote: isOnline ? quote.toString('hex') : null,
        collateral: isOnline ? collateralOf(state, cvm) : null,
        event_log: isOnline && isPublic ? eventLog : null,
        app_compose: isOnline && isPublic ? appCompose : null,
        root: Buffer.from(rootCertificate).toString('base64'),
      })
    })
    .post('/sandbox/evidence', async ({ req, json }) => {
      const asked: unknown = await req.json().catch(() => null)
      const { cvmId, break: broken } = validate(breakSchema, asked)
      const { id } = find(cvmId)
      if (broken === null) state.evidenceBreaks.delete(id)
      else state.evidenceBreaks.set(id, broken)
      return json({ cvmId: id, break: broken })
    })
}
