/** Short notations inside a compose file, as Docker reads them. */

/** `1h30m`, `5s`, `0`. */
export const isDuration = (text: string) => /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+)$/.test(text)

/** `512m`, `1.5 GB`, `1024`. */
export const isByteSize = (text: string) => /^(?:\d+\.?\d*|\.\d+) ?(?:[bB]|[kKmMgGtTpP](?:[bB]|[iI][bB])?)?$/.test(text)

const isPort = (text: string) => /^\d{1,6}$/.test(text) && Number(text) <= 65535

/** `80` or `80-90`, as first and last; `null` when it is neither. */
function portRange(text: string): [number, number] | null {
  const [first = '', last = first, ...rest] = text.split('-')
  if (rest.length > 0 || !isPort(first) || !isPort(last) || Number(first) > Number(last)) return null
  return [Number(first), Number(last)]
}

export function isIpAddress(text: string): boolean {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return text.split('.').every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  if (!text.includes(':') || !/^[\da-fA-F:.]+$/.test(text)) return false
  try {
    return new URL(`http://[${text}]`).hostname !== ''
  } catch {
    return false
  }
}

/** `[host ip:][host port:]container port[/protocol]`. */
export function isPortMapping(text: string): boolean {
  const slash = text.indexOf('/')
  const [ports, protocol] = slash < 0 ? [text, 'tcp'] : [text.slice(0, slash), text.slice(slash + 1)]
  if (!/^(?:tcp|udp|sctp)?$/i.test(protocol)) return false
  const parts = ports.split(':')
  const container = portRange(parts.at(-1) ?? '')
  if (!container) return false
  const hostText = parts.length > 1 ? parts.at(-2)! : ''
  const host = hostText === '' ? null : portRange(hostText)
  if (hostText !== '' && !host) return false
  if (parts.length > 2) {
    const ip = parts.slice(0, -2).join(':')
    if (ip !== '' && !isIpAddress(ip.replace(/^\[(.*)\]$/, '$1'))) return false
  }
  return !host || host[1] - host[0] === container[1] - container[0] || container[0] === container[1]
}

export interface Mount {
  source: string
  target: string
  /** A path of the machine, not the name of a volume. */
  isPath: boolean
}

const isDrive = (text: string) => /^\p{L}$/u.test(text)

/** `source:target:options`; `null` for what Docker cannot read. A single letter before a colon is a drive of Windows. */
export function mountOf(text: string): Mount | null {
  if (text === '') return null
  const parts: string[] = []
  for (const part of text.length < 3 ? [text] : text.split(':')) {
    const before = parts.at(-1)
    if (before !== undefined && isDrive(before)) parts[parts.length - 1] = `${before}:${part}`
    else parts.push(part)
  }
  if (parts.length > 3 || parts.includes('')) return null
  const [source, target] = parts.length === 1 ? ['', parts[0]!] : [parts[0]!, parts[1]!]
  const isPath = /^(?:[./~]|\\\\)/.test(source) || /^\p{L}:/u.test(source)
  return { source, target, isPath }
}

/** Whether the words of a command can be told apart: quotes are closed, and no bracket opens what a shell would run. */
export function isCommandLine(text: string): boolean {
  let quote = ''
  let isEscaped = false
  let isInBackticks = false
  let isInDollar = false
  let before = ''
  for (const char of text) {
    const isQuoted = quote !== ''
    if (isEscaped) isEscaped = false
    else if (char === '\\' && quote !== "'") isEscaped = true
    else if (char === '`' && !isQuoted && !isInDollar) isInBackticks = !isInBackticks
    else if (char === ')' && !isQuoted && !isInBackticks) isInDollar = !isInDollar
    else if (char === '(' && !isQuoted && !isInBackticks) {
      if (isInDollar || before !== '$') return false
      isInDollar = true
    } else if ((char === '"' || char === "'") && !isInDollar && (quote === '' || quote === char)) quote = quote === '' ? char : ''
    else if (';&|<>'.includes(char) && !isQuoted && !isInBackticks && !isInDollar) break
    before = char
  }
  return quote === '' && !isEscaped && !isInBackticks && !isInDollar
}
