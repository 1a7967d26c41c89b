/**
 * Texts that cost careless readers minutes: garbage, repetitions, aliases that multiply, mistakes by the thousand. Each is about as long as
 * asked for. `env` ones are `.env` text.
 */
export function nastyTexts(size: number): { compose: Record<string, string>; env: Record<string, string> } {
  const filled = (unit: string) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  const numbered = (unit: (index: number) => string) => {
    const parts: string[] = []
    for (let length = 0, index = 0; length < size; index += 1) {
      parts.push(unit(index))
      length += parts.at(-1)!.length
    }
    return parts.join('')
  }
  const service = 'services:\n a:\n  image: b:1\n'
  let seed = 1
  const drawn = (characters: string) =>
    Array.from({ length: size }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return characters[seed % characters.length]
    }).join('')
  const half = Math.floor(size / 2)
  return {
    compose: {
      'characters of YAML in any order': drawn(' abc:-{}[],"\'#&*!|>%@`\n\t?~\\'),
      'brackets in any order': drawn('{}[],:- \n'),
      'opening brackets': filled('['),
      'empty lines': filled('\n'),
      documents: filled('---\nservices: {a: {image: b:1, ports: [80]}}\n'),
      'a long list': `${service}  command: [${filled('a,')}]\n`,
      'services with a wrong value each': `services:\n${numbered((index) => ` s${index}: {image: 7}\n`)}`,
      'unknown keys': service + numbered((index) => `  key${index}: 1\n`),
      'keys at the top': service + numbered((index) => `k${index}: 1\n`),
      'bad ports': `${service}  ports: [${numbered((index) => `x${index},`)}]\n`,
      'secrets in plain text': `${service}  environment:\n${numbered((index) => `   PASSWORD${index}: abcdefgh\n`)}`,
      'variables that are not set': `${service}  environment:\n${numbered((index) => `   V${index}: \${A${index}}\n`)}`,
      'variables on one line': `${service}  command: "${filled('${A:-x}')}"\n`,
      'variables within variables': `${service}  command: "${'${A:-'.repeat(size / 8)}${'}'.repeat(size / 8)}"\n`,
      'what everyone merges in': `x: &x {${Array.from({ length: half / 100 }, (_, index) => `a${index}: 1`).join(', ')}}\nservices:\n${numbered((index) => ` s${index}: {<<: *x}\n`)}`,
      'what everyone extends': `services:\n base: {image: a:1, environment: {${Array.from({ length: half / 20 }, (_, index) => `V${index}: 1`).join(', ')}}}\n${numbered((index) => ` s${index}: {extends: base}\n`).slice(0, half)}`,
      'a chain of what is extended': `services:\n s0: {image: a:1}\n${numbered((index) => ` s${index + 1}: {extends: s${index}}\n`)}`,
      'a chain of aliases': numbered((index) => `a${index}: &a${index} [${index > 0 ? `*a${index - 1}` : '1'}]\n`),
      'dependencies in circles': `services:\n${numbered((index) => ` s${index}: {image: a:1, depends_on: [s${index + 1}, s${Math.max(0, index - 1)}]}\n`)}`,
      'addresses that begin': `${service}  command: "${filled('a://a:')}"\n`,
      'curly quotes': `services:\n${numbered((index) => ` s${index}: “x”\n`)}`,
      'a number without end': `${service}  cpus: "${filled('9')}"\n`,
    },
    env: {
      'a quote left open': `A='open\n${filled('B=1\n')}`,
      'lines that are nothing': filled('junk\n'),
      'keys that begin': filled('-----BEGIN X-----\nAA\n'),
      'a long value with dollar signs': `A=${filled('$B')}`,
      'empty lines': filled(' \n'),
    },
  }
}
