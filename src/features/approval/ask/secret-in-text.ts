import { hasVariable, isSecretAnywhere, looksSecret } from '@/compose/secrets.ts'

// Every part is bounded, so that a long line costs no more than its length.
const name = String.raw`-*([A-Za-z_][\w.-]{0,100})`
const value = String.raw`(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s"'\`;&|,)}\]]{1,500}))`
/** A value of a YAML key: what begins an alias, a block or a comment is none. */
const ofKey = String.raw`(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s"'\`&*!|>{}[\]#,;][^\s"',;}\]]{0,500}))`
/** After an option; the pieces of a JSON list count as words. */
const after = String.raw`["']?(?:\s*[=,]\s*|\s+)`

/** A value that stands behind its name: `NAME=…` anywhere, `NAME: …` and `NAME = …` where a key stands, `--name …`, `${NAME:-…}`. */
const named: RegExp[] = [
  String.raw`(?<![\w.-])${name}=${value}`,
  String.raw`(?:^|[{,])[\s#]*(?:-\s+)?${name}(?:\s{0,20}=\s{0,20}|\s{0,20}:\s+)${ofKey}`,
  String.raw`["']${name}\\?["']\s{0,20}:\s{0,20}(?:\\(?="))?${ofKey}`,
  String.raw`(?:-H|--header)[\s=]{0,20}["']${name}:\s{0,20}([^"']{1,500})`,
  String.raw`(?<![\w-])--([A-Za-z][\w.-]{0,100})${after}(?!-)${value}`,
  String.raw`\$\{(\w{1,100}):?[-=+]([^}]{1,500})\}`,
].map((source) => new RegExp(source, 'g'))

/** What can be nothing but a secret where it stands. */
const unnamed: RegExp[] = [
  String.raw`\bBearer\s+([^\s"'\`]{4,500})`,
  String.raw`\bAuthorization:\s{0,20}(?:Basic|Token)\s+([^\s"'\`]{4,500})`,
  String.raw`(?<![\w-])--?(?:requirepass|masterauth)${after}${value}`,
  String.raw`\bcurl\b.{0,500}\s(?:-u|--user)[\s=]{1,20}["']?[^\s"':]{1,100}:([^\s"']{1,500})`,
  String.raw`\bsshpass\b.{0,100}\s-p${after}${value}`,
  String.raw`\bsshpass\s+-p([^\s"'\`]{1,500})`,
  String.raw`\b(?:mysql|mysqldump|mysqladmin|mariadb)\b.{0,500}\s-p([^\s"'\`]{1,500})`,
  String.raw`\bredis-cli\b.{0,500}\s-a${after}${value}`,
  String.raw`\b(?:echo|printf)\s+(?:-n\s+)?${value}\s{0,20}\|.{0,500}(?:--password-stdin|\bchpasswd\b)`,
].map((source) => new RegExp(source, 'gi'))

/** `-p` is also a port, a project and "make the parents": it is a password where somebody logs in. */
const passwordOption = new RegExp(String.raw`(?<!\bmkdir\s{1,5})(?<![\w-])-p${after}(?!-)${value}`, 'g')
const logsIn = /\blogin\b|(?<![\w-])-u\b|--user(?:name)?\b/

/** Keys that everybody knows by their beginning, behind whatever they stand. */
const keyAnywhere =
  /(?<![A-Za-z0-9_])(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA[0-9A-Z]{12}|-----BEGIN|eyJ[A-Za-z0-9_-]{10,}\.|sk-[A-Za-z0-9_-]{16})/

const isTaken = (text: string) => hasVariable(text) || /^["']?`|\$[(\d@*#]/.test(text)
const isPlaceholder = (text: string) => /^(?:<[^>]*>?|\*+)$/.test(text)
const isPlace = (text: string) =>
  /^(?:~|\.{1,2})\/|^\/(?:run|etc|var|tmp|home|root|opt|mnt|srv|usr|app|data|dev|secrets|config|dstack)\//.test(text)
const isPort = (text: string) => /^[\d.:[\]-]+(?:\/(?:tcp|udp))?$/.test(text)
/** `--secret id=npm,src=…` of a build names a file; a tokenizer is a part of a model. */
const isNotOne = (key: string, text: string) => /^(?:id|src|source|type)=/.test(text) || /tokeni[sz]/i.test(key)

/** Whether a value under a name is one that nobody else may read, unless it comes from elsewhere. */
export const holdsSecret = (key: string, text: string): boolean =>
  !isTaken(text) && !isPlaceholder(text) && !isPlace(text) && !isNotOne(key, text) && looksSecret(key.replace(/[.-]/g, '_'), text)

/**
 * Whether anything in a text looks like a secret, line by line: what its lines set and pass along, in a script, a command, a file of
 * settings or a comment, and keys by their shape. It is stricter than what an editor remarks on, as it is asked before a text leaves for
 * others: a harmless line that is taken for a secret costs less than a secret that is taken for harmless.
 */
export const textHoldsSecret = (text: string): boolean => text.split(/\r\n|\r|\n/).some(lineHoldsSecret)

function lineHoldsSecret(line: string): boolean {
  if (keyAnywhere.test(line) || line.split(/[\s"'=,;]+/).some(isSecretAnywhere)) return true
  if (named.some((pattern) => found(line, pattern).some(([key = '', text = '']) => holdsSecret(key, text)))) return true
  if (unnamed.some((pattern) => found(line, pattern).some(([text = '']) => holdsSecret('password', text)))) return true
  return logsIn.test(line) && found(line, passwordOption).some(([text = '']) => !isPort(text) && holdsSecret('password', text))
}

/** What the groups of a pattern caught, wherever it matches: of the ways to write a value the one that was used. */
const found = (line: string, pattern: RegExp): string[][] =>
  [...line.matchAll(pattern)].map((match) => match.slice(1).filter((group): group is string => group !== undefined))
