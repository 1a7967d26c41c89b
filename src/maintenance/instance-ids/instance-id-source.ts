const sources: Record<string, string> = { teepod_state: 'node state', teepod_info: 'node info', gateway: 'gateway' }

/** Who named an instance id, in words; the API's own where this console has none. */
export const instanceIdSource = (source: string) => sources[source] ?? source

/** Whether the gateway confirmed it; `null` where the server does not say. */
export const verificationWords = (isVerified: boolean | null) =>
  isVerified === null ? 'not known to be verified' : isVerified ? 'verified' : 'not verified'
