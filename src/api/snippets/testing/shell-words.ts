import { execFileSync } from 'node:child_process'

/** What a POSIX shell makes of each word after `flag` in a line for cURL or the CLI. */
export function wordsAfter(flag: string, script: string, env: Record<string, string> = {}): string[] {
  const command = script.replace(/^(curl|phala)\b/, 'show')
  const out = execFileSync('sh', ['-c', `show() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`], {
    env: { PHALA_CLOUD_API_KEY: 'key-from-env', ...env },
    encoding: 'utf8',
  })
  const words = out.split('\0')
  return words.flatMap((word, index) => (word === flag ? [words[index + 1]!] : []))
}
