/** Path of a Chromium, or `null` when there is none. */
export function findBrowser(): string | null
