import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { referencedVariables } from './compose-variables.ts'

/** A remark about a compose file. `line` counts from 1. Errors keep the file from being sent; warnings and notes do not. */
export interface ComposeRemark {
  line: number
  severity: 'error' | 'warning' | 'note'
  rule:
    | 'syntax'
    | 'not-a-compose-file'
    | 'compose-specification'
    | 'unpinned-image'
    | 'build'
    | 'host-mount'
    | 'undefined-variable'
    | 'unused-variable'
    | 'plain-secret'
  message: string
  /** For `plain-secret`: where the value stands, so that it can be moved to the environment. Never the value itself. */
  secret?: { service: string; name: string }
}

const pinnedByDigest = /@sha256:[0-9a-f]{64}$/
const secretName = /(SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE_?KEY|API_?KEY|CREDENTIAL|ACCESS_?KEY)/i
const secretValue = /^(sk-|ghp_|gho_|xox[abp]-|AKIA[0-9A-Z]{12}|-----BEGIN|eyJ[A-Za-z0-9_-]{10,}\.)/

function imageRemark(image: string): string | null {
  if (image.includes('$')) return null
  if (pinnedByDigest.test(image)) return null
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  if (!tag || tag === 'latest') {
    return `${image} is not pinned: an unchanged tag is not pulled again, and nobody can tell which image runs. Name a version or a digest.`
  }
  return null
}

/** `environment` as a map or as a list of `NAME=value`. */
function environmentOf(node: unknown): { name: string; value: string; node: Node }[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) && isScalar(value)
        ? [{ name: String(key.value), value: value.value === null ? '' : String(value.value as string | number | boolean), node: key }]
        : [],
    )
  }
  const items = node && typeof node === 'object' && 'items' in node ? (node.items as unknown[]) : []
  return items.flatMap((item) => {
    if (!isScalar(item)) return []
    const text = String(item.value)
    const at = text.indexOf('=')
    return at > 0 ? [{ name: text.slice(0, at), value: text.slice(at + 1), node: item }] : []
  })
}

const looksSecret = (name: string, value: string) =>
  value !== '' && !value.includes('$') && (secretValue.test(value) || (secretName.test(name) && value.length >= 8))

/** The source of a volume, when it is a path of the host. */
function hostPath(item: unknown): string | null {
  const source = isScalar(item)
    ? String(item.value).split(':')[0]!
    : isMap(item) && item.get('type') === 'bind'
      ? String(item.get('source'))
      : ''
  return /^[./~]/.test(source) ? source : null
}

/**
 * Reads a compose file and says what is wrong with it and what will bite later. `knownNames` are the environment's names (`allowed_envs` or
 * those being entered); without them nothing is said about variables.
 */
export function lintCompose(text: string, knownNames: string[] | null = null): ComposeRemark[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineOf = (node: unknown) => {
    const offset = (node as Node | undefined)?.range?.[0]
    return offset === undefined ? 1 : lines.linePos(offset).line
  }
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      severity: 'error',
      rule: 'syntax',
      message: `This is not valid YAML: ${error.message}`,
    }))
  }

  const remarks: ComposeRemark[] = []
  const root = document.contents
  if (!isMap(root) || !isMap(root.get('services', true))) {
    return [
      {
        line: lineOf(root),
        severity: 'error',
        rule: 'not-a-compose-file',
        message: 'A compose file needs a “services” section with at least one service.',
      },
    ]
  }
  const services = root.get('services', true)
  if (!isMap(services)) return remarks

  for (const { key, value } of services.items) {
    const service = isAlias(value) ? value.resolve(document) : value
    if (!isMap(service)) continue
    const name = isScalar(key) ? String(key.value) : 'service'

    const image = service.get('image', true)
    const unpinned = isScalar(image) ? imageRemark(String(image.value)) : null
    if (unpinned) remarks.push({ line: lineOf(image), severity: 'warning', rule: 'unpinned-image', message: unpinned })

    if (service.has('build')) {
      const node = service.get('build', true)
      remarks.push({
        line: lineOf(node),
        severity: 'warning',
        rule: 'build',
        message: `${name} is built from a directory that the CVM does not have. Publish an image and name it.`,
      })
    }

    const volumes = service.get('volumes', true)
    for (const item of volumes && typeof volumes === 'object' && 'items' in volumes ? (volumes.items as unknown[]) : []) {
      const path = hostPath(item)
      if (path)
        remarks.push({
          line: lineOf(item),
          severity: 'note',
          rule: 'host-mount',
          message: `${path} is a path inside the CVM’s own disk, not on your machine.`,
        })
    }

    for (const entry of environmentOf(service.get('environment', true))) {
      if (!looksSecret(entry.name, entry.value)) continue
      remarks.push({
        line: lineOf(entry.node),
        severity: 'warning',
        rule: 'plain-secret',
        message: `${entry.name} looks like a secret in plain text. The compose file is stored and measured: move the value to the environment and write \${${entry.name}} here.`,
        secret: { service: name, name: entry.name },
      })
    }
  }

  if (knownNames) {
    const known = new Set(knownNames)
    const reported = new Set<string>()
    visit(document, {
      Scalar(_key, node) {
        if (typeof node.value !== 'string') return
        for (const name of referencedVariables(node.value)) {
          const hasDefault = new RegExp(`\\$\\{${name}:?[-+?]`).test(node.value)
          if (known.has(name) || hasDefault || reported.has(name)) continue
          reported.add(name)
          remarks.push({
            line: lineOf(node),
            severity: 'warning',
            rule: 'undefined-variable',
            message: `\${${name}} is used here, but the environment has no ${name}.`,
          })
        }
      },
    })
    const used = referencedVariables(text)
    for (const name of known) {
      if (!used.has(name))
        remarks.push({
          line: 1,
          severity: 'note',
          rule: 'unused-variable',
          message: `${name} is in the environment, but this file does not use it.`,
        })
    }
  }
  return remarks.sort((a, b) => a.line - b.line)
}
