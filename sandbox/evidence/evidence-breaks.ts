/** What can be made wrong about the evidence of a CVM, one thing at a time. */
export const evidenceBreaks = ['file', 'register', 'revoked', 'tcb', 'device', 'debug', 'trailer', 'private', 'offline'] as const
export type EvidenceBreak = (typeof evidenceBreaks)[number]
