/** What a kind of attack has to be answered with; 0 stands for a connection that is closed without an answer. */
export interface HostileRequest {
  kind: string
  bytes: Buffer
  allowed: readonly number[]
}

/** What the attacker holds. `reflected` is planted wherever something might be repeated. */
export interface Loot {
  host: string
  cookie: string
  mark: string
  reflected: string
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    upTo: (most: number) => Math.floor(next() * (most + 1)),
    one: <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(next() * items.length)] ?? items[0],
  }
}

type Random = ReturnType<typeof seeded>

const text = (lines: readonly string[], body = '') => Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1')
const times = <Item>(count: number, make: (at: number) => Item) => Array.from({ length: count }, (_, at) => make(at))

const dots = [
  '..',
  '.',
  '%2e%2e',
  '%2E.',
  '.%2e',
  '%252e%252e',
  '..%2f',
  '%2f..',
  '..;',
  '..\\',
  '%5c..',
  '%00',
  '..%00',
  '%c0%ae%c0%ae',
] as const
const goals = ['user/ssh-keys', 'auth/me', 'workspace/webhooks', 'cvms', '../../../etc/passwd', '../secret.txt', 'session'] as const
const writes = [
  'eth_sendRawTransaction',
  'eth_sendTransaction',
  'eth_sign',
  'personal_sign',
  'anvil_setBalance',
  'evm_mine',
  'debug_traceTransaction',
  'admin_addPeer',
  'miner_start',
  'ETH_CALL',
  'eth_call\u0000',
  '__proto__',
] as const

/** Every kind of attack, each making one request of it. What it may use of the attacker's loot stands in its name. */
const kinds: Record<string, (random: Random, loot: Loot) => Omit<HostileRequest, 'kind'>> = {
  'dot segments towards other paths of the API': (random, { host, reflected }) => {
    const path = times(1 + random.upTo(4), () => random.one(dots)).join('/')
    const start = random.one(['/api/v1/cvms/', '/api/v1/', '/api/v1/cvms/cvm_1/', '/logs/cvm_1/', '//api/v1/', '/api//v1/'])
    const target = `${start}${path}/${random.one(goals)}?q=${reflected}`
    // Where the segments lead to a path that exists, that path is asked, with the key that the program brought.
    const lines = [`${random.one(['GET', 'HEAD'])} ${target} HTTP/1.1`, `host: ${host}`, 'connection: close', 'x-api-key: phak_program']
    return { bytes: text(lines), allowed: [200, 400, 401, 404, 501] }
  },
  'dot segments towards files': (random, { host, reflected }) => {
    const path = times(1 + random.upTo(5), () => random.one(dots)).join('/')
    const target = `/${random.one(['', 'assets/', '.vite/', 'assets//'])}${path}/${random.one(goals)}#${reflected}`
    return { bytes: text([`GET ${target} HTTP/1.1`, `host: ${host}`, 'connection: close']), allowed: [200, 400, 404] }
  },
  'methods without a meaning here': (random, { host, reflected }) => {
    const method = random.one(['TRACE', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'LINK', 'M-SEARCH', 'REPORT', 'LOCK'])
    const path = random.one(['/', '/api/v1/auth/me', '/session', '/rpc/8453', '/config.json', `/${reflected}`])
    const lines = [`${method} ${path} HTTP/1.1`, `host: ${host}`, 'connection: close', `x-secret: ${reflected}`]
    return { bytes: text(lines), allowed: [405] }
  },
  'methods that do not exist, tunnels': (random, { host, reflected }) => {
    const line = random.one([`HACK /${reflected} HTTP/1.1`, `CONNECT ${host} HTTP/1.1`, `get / HTTP/1.1`, `GET / HTTP/9.9`, ''])
    return { bytes: text([line, `host: ${host}`, 'connection: close']), allowed: [0, 400] }
  },
  'lengths that smuggle a second request': (random, { host, reflected }) => {
    const lengths = random.one([
      ['content-length: 4', 'transfer-encoding: chunked'],
      ['transfer-encoding: chunked', 'content-length: 4'],
      ['content-length: 4', 'content-length: 40'],
      ['content-length: 4, 40'],
      ['content-length: -1'],
      ['content-length: +4'],
      ['content-length: 0x4'],
      ['content-length : 4'],
      ['transfer-encoding: xchunked'],
      ['transfer-encoding: chunked, identity'],
      ['transfer-encoding: identity, chunked, identity'],
      ['transfer-encoding : chunked'],
      ['x: 1\r\n transfer-encoding: chunked', 'content-length: 4', 'content-length: 5'],
      ['transfer-encoding: chunked', 'transfer-encoding: identity'],
    ])
    const hidden = `PATCH /api/v1/cvms/cvm_smuggled HTTP/1.1\r\nhost: ${host}\r\nx-api-key: phak_smuggled\r\ncontent-length: 2\r\n\r\n{}`
    const lines = ['POST /api/v1/cvms/cvm_1/restart HTTP/1.1', `host: ${host}`, 'connection: close', `x-note: ${reflected}`, ...lengths]
    return { bytes: text(lines, `0\r\n\r\n${hidden}`), allowed: [0, 400] }
  },
  'floods of headers': (random, { host, reflected }) => {
    const flood = random.one([
      times(1_200, (at) => `x-${reflected}-${at}: ${at}`),
      [`cookie: ${`${reflected}=1; `.repeat(2_000)}`],
      [`x-${'a'.repeat(20_000)}: 1`],
      times(5_000, () => 'a: b'),
    ])
    return { bytes: text(['GET /api/v1/auth/me HTTP/1.1', `host: ${host}`, 'connection: close', ...flood]), allowed: [0, 431] }
  },
  'paths without an end': (random, { host, reflected }) => {
    const target = `/${random.one(['api/v1/cvms/', 'rpc/', ''])}${reflected.repeat(100 + random.upTo(3_000))}`
    return { bytes: text([`GET ${target} HTTP/1.1`, `host: ${host}`, 'connection: close']), allowed: [0, 200, 404, 431, 501] }
  },
  'writes from pages elsewhere, with the cookie and the mark of a session': (random, { host, cookie, mark, reflected }) => {
    const from = random.one([
      ['sec-fetch-site: cross-site'],
      ['sec-fetch-site: same-site'],
      ['sec-fetch-site: none'],
      ['sec-fetch-site: same-origin', 'sec-fetch-site: cross-site'],
      ['sec-fetch-site: same-origin, same-origin'],
      ['sec-fetch-site:'],
      [`origin: https://${reflected}.example`],
      ['origin: null'],
      ['origin:'],
      [`origin: http://${host}.evil.example`],
      [`origin: http://${host}@evil.example`],
      [`origin: http://${host}`, 'origin: https://evil.example'],
      ['origin: chrome-extension://abcdefgh'],
    ])
    const target = random.one([
      'PATCH /api/v1/cvms/cvm_1',
      'POST /api/v1/cvms/cvm_1/stop',
      'DELETE /session',
      'POST /session',
      'POST /rpc/8453',
    ])
    const lines = [`${target} HTTP/1.1`, `host: ${host}`, 'connection: close', `cookie: ${cookie}`, `x-console-session: ${mark}`, ...from]
    return { bytes: text([...lines, 'content-length: 2'], '{}'), allowed: [403] }
  },
  'sessions that are none': (random, { host, cookie, mark, reflected }) => {
    const name = cookie.slice(0, cookie.indexOf('='))
    const at = cookie.length - 2 - random.upTo(40)
    const other = cookie[at] === 'A' ? 'B' : 'A'
    const [headers, allowed] = random.one<[string[], number[]]>([
      [[`cookie: ${cookie}`], [401]],
      [[`x-console-session: ${mark}`], [401]],
      [[`cookie: ${name}=${reflected}`, `x-console-session: ${mark}`], [401]],
      [
        [`cookie: ${cookie.slice(0, at)}${other}${cookie.slice(at + 1)}`, `x-console-session: ${mark}`],
        [401, 409],
      ],
      [[`cookie: ${cookie}`, `x-console-session: ${reflected}`], [409]],
      [[`cookie: ${cookie}`, `x-console-session: ${mark}`, 'sec-fetch-site: same-site'], [401]],
    ])
    return { bytes: text(['GET /api/v1/cvms/paginated HTTP/1.1', `host: ${host}`, 'connection: close', ...headers]), allowed }
  },
  'bodies that are too large': (random, { host, reflected }) => {
    const [target, limit] = random.one<[string, number]>([
      ['PATCH /api/v1/cvms/cvm_1', 2 * 1024 * 1024],
      ['POST /rpc/8453', 32 * 1024],
      ['POST /session', 8 * 1024],
    ])
    const lines = [`${target} HTTP/1.1`, `host: ${host}`, 'connection: close', 'x-api-key: phak_program']
    // Either only said to be, or cut into pieces without a word about it.
    if (limit > 100_000 || random.upTo(1) === 0)
      return { bytes: text([...lines, `content-length: ${limit + 1 + random.upTo(1e9)}`], reflected), allowed: [413] }
    const size = limit + 1 + random.upTo(2_000)
    return {
      bytes: text([...lines, 'transfer-encoding: chunked'], `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`),
      allowed: [413],
    }
  },
  'JSON-RPC that writes, or is none': (random, { host, reflected }) => {
    const call = (method: string) => ({ jsonrpc: '2.0', id: 1, method, params: [`0x${reflected}`] })
    const read = call('eth_chainId')
    const [body, allowed] = random.one<[string, number[]]>([
      [JSON.stringify(call(random.one(writes))), [403]],
      [JSON.stringify([...times(random.upTo(18), () => read), call(random.one(writes))]), [403]],
      [JSON.stringify(times(21, () => read)), [400]],
      [JSON.stringify({ ...read, method: ['eth_sendRawTransaction'] }), [400]],
      [JSON.stringify({ ...read, method: 'eth_getLogs', params: [{ fromBlock: '0x0', toBlock: '0xffffff' }] }), [400]],
      [`${'['.repeat(2_000)}${reflected}`, [400]],
      [`{"method":"${reflected}`, [400]],
      [JSON.stringify(reflected), [400]],
    ])
    const lines = ['POST /rpc/8453 HTTP/1.1', `host: ${host}`, 'connection: close', 'content-type: application/json']
    return { bytes: text([...lines, `content-length: ${Buffer.byteLength(body)}`], body), allowed }
  },
  'addresses of other servers': (random, { host, reflected }) => {
    const target = random.one([
      `http://${reflected}.example/api/v1/user/ssh-keys`,
      `https://127.0.0.1:1/api/v1/user/${reflected}`,
      `http:///${reflected}`,
      `ftp://${host}/`,
      `*`,
      `http://user:${reflected}@${host}/api/v1/nothing`,
    ])
    return { bytes: text([`GET ${target} HTTP/1.1`, `host: ${host}`, 'connection: close', 'x-api-key: k']), allowed: [200, 400, 404, 501] }
  },
  'hosts that are none': (random, { reflected }) => {
    const host = random.one([
      ['host: a b'],
      [`host: ${reflected}/../`],
      ['host: [::'],
      [],
      ['host: a', 'host: b'],
      ['host: @'],
      ['host: a#b'],
    ])
    return { bytes: text(['GET /api/v1/auth/me HTTP/1.1', ...host, 'connection: close']), allowed: [400, 401] }
  },
  noise: (random) => ({
    bytes: Buffer.concat([Buffer.from(times(1 + random.upTo(300), () => random.upTo(255))), Buffer.from('\r\n\r\n')]),
    allowed: [0, 400],
  }),
}

/** So many attacks of every kind in turn, the same for the same seed. */
export function hostileRequests(count: number, seed: number, loot: Loot): HostileRequest[] {
  const random = seeded(seed)
  const all = Object.entries(kinds)
  return times(count, (at) => {
    const [kind, make] = all[at % all.length]! // the rest of a division by their number
    return { kind, ...make(random, loot) }
  })
}
