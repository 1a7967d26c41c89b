import { structured } from '../api-failure.ts'

export const apiVersions = ['2025-10-28', '2026-01-21', '2026-05-22', '2026-06-23'] as const
export type VersionName = (typeof apiVersions)[number]

/** What the answers of a version look like. */
export interface ApiVersion {
  /** `CvmInfo` and nested `CurrentUser`: 2026-01-21 and later. */
  isNew: boolean
  /**
   * 2026-05-22 and later: ids are texts everywhere, what makes a CVM busy is a block of its own, nodes have several devices, a workspace says
   * whether it is paid for, and the lists take no filters of the platform's own.
   */
  hasTextIds: boolean
  /** A KMS is a contract with its signing keys, and can be named by its kind: 2026-06-23. */
  hasKmsContracts: boolean
}

const isKnown = (asked: string): asked is VersionName => (apiVersions as readonly string[]).includes(asked)

/** Without the header, or with a date that nobody published, an answer is the oldest. A version that the world does not have yet is refused. */
export function apiVersion(request: Request, { newestVersion }: { newestVersion: VersionName }): ApiVersion {
  const asked = request.headers.get('x-phala-version') ?? ''
  const date = isKnown(asked) ? asked : '2025-10-28'
  if (date > newestVersion) {
    throw structured(400, 'SANDBOX-NO-SUCH-VERSION', `This world has the API versions up to ${newestVersion}`, {
      details: [{ field: 'X-Phala-Version', value: date }],
    })
  }
  return { isNew: date >= '2026-01-21', hasTextIds: date >= '2026-05-22', hasKmsContracts: date >= '2026-06-23' }
}
