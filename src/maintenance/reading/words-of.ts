/** Why a request failed, in the server's own words where it gave any. */
export const wordsOf = (error: unknown) => (error instanceof Error && error.message !== '' ? error.message : 'The server gave no reason.')
