import { entriesOf, get, itemsOf, type MapValue, type ScalarValue, type Value } from './model.ts'
import { type Report, type SecretPlace, warning } from './remark.ts'

const secretName =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|PRIVATE_?KEY|API_?KEY|CREDENTIAL|ACCESS_?KEY|MNEMONIC|SEED_?PHRASE|(?:^|_)PASS$/i
/** Names that speak of a secret without holding one: where it lies, what it is called, how long it lasts. */
const harmlessName =
  /_(?:FILE|PATH|DIR|URL|URI|ADDRESS|ADDR|ID|NAME|TTL|EXPIRY|EXPIRATION|EXPIRES?(?:_IN)?|LIMIT|COUNT|SIZE|LENGTH|TYPE)$|TOKENS$/i
const keyName = /KEY|SEED|SECRET|PRIV/i
const knownShape = /^(?:sk-[A-Za-z0-9]|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA[0-9A-Z]{12}|-----BEGIN|eyJ[A-Za-z0-9_-]{10,}\.)/
const hexKey = /^(?:0x)?[0-9a-f]{64}$/i
// Bounded at every step: a long text must not cost more than its length.
const addressWithPassword = /\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s/:@]{0,100}:([^\s/@]{1,300})@[^\s]/i

/** Whether a text of the file, as typed, takes something from a variable. `$$` is a dollar sign. */
export const hasVariable = (typed: string) => /\$(?:[A-Za-z_]|\{)/.test(typed.replaceAll('$$', ''))

/** Whether a value that stands in the file should be in the environment instead. */
export function looksSecret(name: string, value: string): boolean {
  if (value === '') return false
  if (knownShape.test(value) || addressWithPassword.test(value)) return true
  if (hexKey.test(value)) return keyName.test(name) && !harmlessName.test(name)
  if (!secretName.test(name) || harmlessName.test(name)) return false
  return value.length >= (/PASS|MNEMONIC|SEED/i.test(name) ? 4 : 8) && !/^(?:true|false|yes|no|none|null|\d{1,6})$/i.test(value)
}

/** A variable of a container as the file says it. */
export interface GivenVariable {
  name: string
  scalar: ScalarValue
  /** How many characters stand before the value, in the list form. */
  prefix: number
}

/** Variables with a value, in the map form and in the list form. */
export function variablesOf(environment: Value | undefined): GivenVariable[] {
  const ofList = itemsOf(environment).flatMap((item): GivenVariable[] => {
    const at = item.kind === 'scalar' ? item.node.text.indexOf('=') : -1
    return item.kind === 'scalar' && at > 0 ? [{ name: item.node.text.slice(0, at), scalar: item, prefix: at + 1 }] : []
  })
  const ofMap = entriesOf(environment).flatMap(([name, { value }]): GivenVariable[] =>
    value.kind === 'scalar' && value.type !== 'null' ? [{ name, scalar: value, prefix: 0 }] : [],
  )
  return [...ofList, ...ofMap]
}

/** Reports secrets that stand in the file in plain text, each once, where a person typed it. Never the secret itself. */
export function checkSecrets(root: MapValue, report: Report) {
  const said = new Set<number>()
  const say = (at: number, message: string, secret?: SecretPlace) => {
    if (said.has(at)) return
    said.add(at)
    report({ ...warning(at, 'plain-secret', message), ...(secret ? { secret } : {}) })
  }

  for (const [, { value: service }] of entriesOf(get(root, 'services'))) {
    for (const { name, scalar, prefix } of variablesOf(get(service, 'environment'))) {
      if (hasVariable(scalar.node.text) || !looksSecret(name, scalar.text.slice(prefix))) continue
      say(
        scalar.at.from,
        `${name} looks like a secret in plain text. The compose file is stored and measured: move the value to the environment and write \${${name}} here.`,
        { name, from: scalar.at.from },
      )
    }
  }
  // Elsewhere only what cannot be anything else: the address with its password, and keys by their shape.
  const visited = new Set<Value>()
  const look = (value: Value) => {
    if (value.kind !== 'scalar') {
      if (visited.has(value)) return
      visited.add(value)
    }
    if (value.kind === 'list') value.items.forEach(look)
    else if (value.kind === 'map') for (const { value: inner } of value.entries.values()) look(inner)
    else if (value.type === 'string' && isSecretAnywhere(value.node.text)) {
      say(
        value.at.from,
        'This is a secret in plain text. The compose file is stored and measured: put a variable in its place and give the value in the environment.',
      )
    }
  }
  for (const section of ['services', 'configs']) {
    const value = get(root, section)
    if (value) look(value)
  }
}

/** Whether a text can be nothing but a secret, under whatever name: a key by its shape, or an address with its password. */
export function isSecretAnywhere(typed: string): boolean {
  if (knownShape.test(typed)) return true
  const password = addressWithPassword.exec(typed)?.[1]
  return password !== undefined && !hasVariable(password)
}
