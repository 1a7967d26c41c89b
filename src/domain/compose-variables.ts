const variable = /\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g

/** Names that `${NAME}` and `$NAME` refer to; `$$` is an escaped dollar sign. */
export const referencedVariables = (text: string): Set<string> => new Set(references(text).map(({ name }) => name))

function references(text: string): { name: string; hasDefault: boolean }[] {
  return Array.from(text.matchAll(variable)).flatMap(([, braced, rest = '', bare]) => {
    const name = braced ?? bare
    return name === undefined ? [] : [{ name, hasDefault: /^:?[-+?]/.test(rest) }]
  })
}

/** Read by what the platform runs before the compose file, whether or not the file mentions them. */
const readByThePlatform = /^DSTACK_/

/**
 * Compares an environment's names with what a compose file and a script refer to. `missing`: the compose file needs them, without a default.
 * `unused`: neither mentions them. Lines that are comments as a whole do not count.
 */
export function compareVariables(names: readonly string[], composeYaml: string, script: string): { missing: string[]; unused: string[] } {
  const inCompose = references(composeYaml.replaceAll(/^\s*#.*$/gm, ''))
  const used = new Set([...inCompose.map(({ name }) => name), ...referencedVariables(script)])
  return {
    missing: [...new Set(inCompose.flatMap(({ name, hasDefault }) => (hasDefault || names.includes(name) ? [] : [name])))],
    unused: names.filter((name) => !used.has(name) && !readByThePlatform.test(name) && !mentionedAsKey(name, composeYaml)),
  }
}

/** `environment: [NAME]` and `env_file` hand a variable on without a dollar sign. */
const mentionedAsKey = (name: string, composeYaml: string) => new RegExp(`^\\s*-\\s*["']?${name}["']?\\s*$`, 'm').test(composeYaml)
