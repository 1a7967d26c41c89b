/** What the command `cvm-console` was asked for. */
export type Asked = { run: 'live' | 'sandbox' } | { exit: number; words: string }

export const usage = `cvm-console: a console for confidential virtual machines on Phala Cloud.

  PHALA_CLOUD_API_PREFIX=https://cloud-api.phala.com/api/v1 cvm-console
  cvm-console --sandbox    a stand-in for Phala Cloud and its chain; what is changed in it ends with it
  cvm-console --help

Settings are environment variables: HOST, PORT, PUBLIC_ORIGIN, SESSION_SECRET and those that the README names.`

/** Reads the command line. Nothing is guessed: a console that runs on the wrong thing is worse than one that does not start. */
export function readArguments(args: readonly string[], env: Record<string, string | undefined>): Asked {
  if (args.includes('--help') || args.includes('-h')) return { exit: 0, words: usage }
  const unknown = args.find((argument) => argument !== '--sandbox')
  if (unknown !== undefined) return { exit: 2, words: `cvm-console does not know ${unknown}.\n\n${usage}` }
  const hasUpstream = Boolean(env['PHALA_CLOUD_API_PREFIX']?.trim())
  if (!args.includes('--sandbox')) {
    if (hasUpstream) return { run: 'live' }
    return { exit: 2, words: `Say what to run on: set PHALA_CLOUD_API_PREFIX, or pass --sandbox.\n\n${usage}` }
  }
  if (hasUpstream) return { exit: 2, words: 'PHALA_CLOUD_API_PREFIX is set and --sandbox was passed: one of them has to go.' }
  return { run: 'sandbox' }
}
