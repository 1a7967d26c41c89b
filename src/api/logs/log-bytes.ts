/** At most so much of a log is handed out: more than a person reads, and what a page takes without a freeze. */
export const logBytes = 10 * 1024 * 1024
