/** How a value that was claimed is told of: where it stands in a comparison, and as “the … one” in a sentence. */
export interface ClaimSource {
  from: string
  one: string
}

/** Whose word each claim is. */
export interface ClaimSources {
  appId: ClaimSource
  instanceId: ClaimSource
  composeHash: ClaimSource
  askedHash: ClaimSource
  deviceIds: ClaimSource
  osImageHash: ClaimSource
}

const reported = { from: 'reported of the CVM', one: 'reported one' }

/** Said by the API just now. */
export const apiSources: ClaimSources = {
  appId: reported,
  instanceId: { from: 'stored of the CVM', one: 'stored one' },
  composeHash: reported,
  askedHash: { from: 'asked for by the update', one: 'one that the update asked for' },
  deviceIds: { from: 'reported of the CVM’s node', one: 'one that is reported' },
  osImageHash: reported,
}

const inFile = { from: 'as the file says', one: 'one that the file names' }

/** Written into a file, which whoever wrote it chose. */
export const fileSources: ClaimSources = {
  appId: inFile,
  instanceId: inFile,
  composeHash: inFile,
  askedHash: { from: 'asked for by an update, as the file says', one: 'one that an update asked for, as the file says' },
  deviceIds: inFile,
  osImageHash: inFile,
}
