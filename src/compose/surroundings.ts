import { type Lookup } from './interpolate.ts'

/** What stands around a compose file when the CVM starts it. */
export interface Surroundings {
  /** Names of the environment; `null` when they are not known, and then nothing is said about variables. */
  names: readonly string[] | null
  /** Values, where they are known. */
  values?: ReadonlyMap<string, string> | undefined
  /** The pre-launch script, which runs first and may export variables and write files. */
  script?: string | undefined
}

/** There without anybody's doing: from the CVM's start, from the vendor's own script, or from Docker. */
const provided = new Set([
  'DSTACK_APP_ID',
  'DSTACK_APP_DOMAIN',
  'DSTACK_GATEWAY_DOMAIN',
  'PCCS_URL',
  'PATH',
  'PWD',
  'HOME',
  'COMPOSE_PROJECT_NAME',
])

/** Read by what runs before the containers, whether or not a file mentions it. */
export const isReadByThePlatform = (name: string) => /^(?:DSTACK_|DOCKER_|COMPOSE_)/.test(name)

/** Names that a script exports. `isOpen`: it reads other scripts, so that there may be more. */
function exportsOf(script: string): { names: Set<string>; isOpen: boolean } {
  const names = new Set<string>()
  let exportsAll = false
  let isOpen = false
  for (const line of script.split('\n')) {
    const code = line.trim()
    if (code.startsWith('#')) continue
    if (/\bset\s+(?:-[a-z]*a|-o\s+allexport)/.test(code)) exportsAll = true
    if (/(?:^|[;&|]\s*)(?:source\s|\.\s|eval\s)/.test(code)) isOpen = true
    const exported = /(?:^|[;&|{(]\s*|\b(?:then|do|else)\s+)(?:export|declare\s+-\w*x\w*|typeset\s+-\w*x\w*)\s+(.*)$/.exec(code)?.[1]
    for (const [, name] of (exported ?? '').matchAll(/(?:^|\s)([A-Za-z_]\w*)(?==|\s|;|$)/g)) names.add(name!)
    if (exportsAll) for (const [, name] of code.matchAll(/(?:^|[;&|]\s*)([A-Za-z_]\w*)=/g)) names.add(name!)
  }
  return { names, isOpen }
}

/** Every word of a script that could be a variable's name. */
export const wordsOf = (script: string): Set<string> => new Set(script.match(/[A-Za-z_]\w*/g))

/** What a variable is when Docker reads the file. */
export function lookupIn({ names, values, script = '' }: Surroundings): Lookup {
  if (names === null) return () => undefined
  const known = new Set(names)
  const exported = exportsOf(script)
  return (name) => {
    const value = values?.get(name)
    if (value !== undefined && !exported.names.has(name)) return value
    return known.has(name) || provided.has(name) || exported.names.has(name) || exported.isOpen ? undefined : null
  }
}
