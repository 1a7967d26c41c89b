/** Which of the two answer shapes a request asked for. Without the header it is the older one; dates beyond the newest count as the newest. */
export interface ApiVersion {
  /** `CvmInfo` and nested `CurrentUser`: 2026-01-21 and later. */
  isNew: boolean
  /** Ids are texts everywhere: 2026-05-22 and later. */
  hasTextIds: boolean
}

export function apiVersion(request: Request): ApiVersion {
  const asked = request.headers.get('x-phala-version') ?? ''
  const date = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : '2025-10-28'
  return { isNew: date >= '2026-01-21', hasTextIds: date >= '2026-05-22' }
}
