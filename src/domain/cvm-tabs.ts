/** The parts of the details page, in the order of their tabs; the id stands in the address. */
export const cvmTabs = [
  { id: 'overview', label: 'Overview' },
  { id: 'configuration', label: 'Configuration' },
  { id: 'network', label: 'Network' },
  { id: 'trust', label: 'Trust' },
  { id: 'operations', label: 'Operations' },
  { id: 'attestation', label: 'Attestation' },
  { id: 'revisions', label: 'Revisions' },
  { id: 'logs', label: 'Logs' },
  { id: 'siblings', label: 'Siblings' },
] as const

export type CvmTabId = (typeof cvmTabs)[number]['id']

/** The tab that an address asks for; the first one for anything else. */
export const cvmTabOf = (text: string | undefined): CvmTabId => cvmTabs.find(({ id }) => id === text)?.id ?? 'overview'
