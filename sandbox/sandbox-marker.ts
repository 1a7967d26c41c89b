/** Occurs in `GET /sandbox/info` and nowhere in the browser app; a check of the production bundle looks for it. */
export const sandboxMarker = 'cvm-console-sandbox'
