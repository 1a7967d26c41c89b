/**
 * Checks what stands in deploy/ with the programs that it is for: the unit with `systemd-analyze verify`, the proxy's file with a real nginx
 * before two built gateways, of which one is killed and one is stopped while requests run, and before two servers that hang up. The gateways
 * are started by the unit's own command and files of settings. What has no checker on this machine is skipped, and said to be. Needs a build.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent, createServer as createTlsServer, request } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const dist = resolve(process.env.CONSOLE_DIST ?? 'dist')
const work = mkdtempSync(join(tmpdir(), 'console-deploy-'))
const ends = []
let failures = 0

function check(what, holds, detail = '') {
  console.log(`${holds ? 'ok     ' : 'FAILED '} ${what}${holds ? '' : ` ${detail}`}`)
  if (!holds) failures += 1
}
const skip = (what, why) => console.log(`skipped ${what}: ${why}`)
const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).error === undefined

/** The lines of the unit that start with a name, as they are for the instance of a port. */
const unit = readFileSync('deploy/cvm-console@.service', 'utf8')
const unitSays = (name, port) =>
  [...unit.matchAll(new RegExp(`^${name}=(.+)$`, 'gm'))].map(([, value]) => value.replaceAll('%i', String(port)))

try {
  checkUnit()
  if (existsSync(join(dist, 'server/gateway.mjs'))) {
    await checkSettings()
    await checkProxy()
  } else check('there is a build', false, 'Run `npm run build` first.')
} finally {
  for (const end of ends.toReversed()) await end()
  rmSync(work, { recursive: true, force: true })
}
process.exit(failures > 0 ? 1 : 0)

function checkUnit() {
  if (!has('systemd-analyze', '--version')) return skip('the unit', 'there is no systemd-analyze on this machine')
  // It looks for what is started, which lies elsewhere here.
  const file = join(work, 'cvm-console@4173.service')
  writeFileSync(file, unit.replace('/usr/bin/node ', `${process.execPath} `))
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
  const about = (stdout + stderr).split('\n').filter((line) => line.includes('cvm-console'))
  return check('systemd-analyze verify takes the unit, without a remark', status === 0 && about.length === 0, stdout + stderr)
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Files of settings as they lie in /etc, by their names there. */
function writeSettings(files) {
  for (const [name, settings] of Object.entries(files)) {
    const lines = Object.entries(settings).map(([variable, value]) => `${variable}=${value}\n`)
    writeFileSync(join(work, name), lines.join(''))
  }
}

/** What systemd would start as the instance of a port, on this build and with the files of settings that were written. */
function startInstance(port) {
  const settings = unitSays('Environment', port).flatMap((line) => line.split(' '))
  for (const name of unitSays('EnvironmentFile', port)) {
    const file = name.replace(/^-?\/etc\//, `${work}/`)
    if (existsSync(file) || !name.startsWith('-')) settings.push(...readFileSync(file, 'utf8').trim().split('\n'))
  }
  const [command] = unitSays('ExecStart', port)
  const [node, ...args] = command.replace('/usr/bin/node', process.execPath).replace('/srv/cvm-console/dist', dist).split(' ')
  const env = Object.fromEntries(settings.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  const child = spawn(node, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'exit').then(([code]) => code)
  const end = async (signal) => {
    child.kill(signal)
    await ended
  }
  ends.push(() => end('SIGKILL'))
  return {
    end,
    /** The code that it ends with by itself, or null after ten seconds. */
    code: () => Promise.race([ended, sleep(10_000, null, { ref: false })]),
    output: () => output,
    isThere: () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
}

async function checkSettings() {
  const [first, second, metrics] = [await freePort(), await freePort(), await freePort()]
  writeSettings({ 'cvm-console.env': { SESSION_SECRET: 'x'.repeat(40) } })
  const without = startInstance(first)
  const code = await without.code()
  check('without an upstream the unit starts nothing, the sandbox least of all', code === 2, `${code} ${without.output()}`)
  await without.end('SIGKILL')

  writeSettings({ 'cvm-console.env': { PHALA_CLOUD_API_PREFIX: 'http://127.0.0.1:9/api/v1', METRICS_PORT: metrics } })
  const one = startInstance(first)
  await until(one.isThere)
  const two = startInstance(second)
  const told = (await two.code()) === 1 && two.output().includes('METRICS_PORT')
  check(
    'a port of metrics that is taken ends the start with its name, before the console listens',
    told && !two.output().includes('CVM console on'),
    two.output(),
  )
  await one.end('SIGTERM')
}

async function until(holds) {
  for (let look = 0; look < 200; look += 1) {
    if (await holds()) return true
    await sleep(50)
  }
  return false
}

async function checkProxy() {
  if (!has('nginx', '-v')) return skip('the proxy, and two gateways behind it', 'there is no nginx on this machine')
  if (!has('openssl', 'version')) return skip('the proxy, and two gateways behind it', 'there is no openssl for a certificate')
  const [key, certificate] = [join(work, 'key.pem'), join(work, 'certificate.pem')]
  spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=console.example.org',
    '-keyout',
    key,
    '-out',
    certificate,
  ])
  await checkCertificateOfUpstream(key, certificate)
  await checkThatWritesAreSentOnce(key, certificate)

  /** How often each write reached the upstream; every one of them is asked by a path of its own. */
  const writes = new Map()
  const upstream = createServer((asked, answer) => {
    const write = `${asked.method} ${asked.url}`
    if (asked.method !== 'GET') writes.set(write, (writes.get(write) ?? 0) + 1)
    asked.resume()
    setTimeout(() => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'), 5)
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  ends.push(() => upstream.close() && upstream.closeAllConnections())

  const [first, second, metricsOfFirst, metricsOfSecond] = [await freePort(), await freePort(), await freePort(), await freePort()]
  writeSettings({
    'cvm-console.env': {
      PHALA_CLOUD_API_PREFIX: `http://127.0.0.1:${upstream.address().port}/api/v1`,
      SESSION_SECRET: randomBytes(32).toString('hex'),
      PUBLIC_ORIGIN: 'https://console.example.org',
    },
    [`cvm-console.${first}.env`]: { METRICS_PORT: metricsOfFirst },
    [`cvm-console.${second}.env`]: { METRICS_PORT: metricsOfSecond },
  })
  const one = startInstance(first)
  const two = startInstance(second)

  const proxy = await startProxy('gateways', { gateways: [first, second], key, certificate })
  if (!proxy) return
  const { http, ask } = proxy

  check(
    'two gateways and the proxy are up',
    (await until(one.isThere)) &&
      (await until(two.isThere)) &&
      (await until(() =>
        ask('/healthz').then(
          ({ status: is }) => is === 200,
          () => false,
        ),
      )),
  )
  const redirect = await fetch(`http://127.0.0.1:${http}/finish/canary`, { redirect: 'manual', headers: { host: 'console.example.org' } })
  check('plain http leads to https, and not with the path', redirect.headers.get('location') === 'https://console.example.org/')

  const page = await ask('/cvms')
  check(
    'a page comes from a gateway, with its policy',
    page.status === 200 && page.headers['content-security-policy']?.includes("script-src 'self'"),
  )
  check('and only over TLS from then on', page.headers['strict-transport-security'] === 'max-age=31536000; includeSubDomains')
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? ''
  const [byProxy, byGateway] = [
    await ask(script, { headers: { 'accept-encoding': 'gzip' } }),
    await fetch(`http://127.0.0.1:${first}${script}`),
  ]
  const differing = [...byGateway.headers]
    .filter(([name]) => !/^(?:date|etag|vary|content-(?:length|encoding)|connection|keep-alive|x-request-id)$/.test(name))
    .filter(([name, value]) => byProxy.headers[name] !== value)
    .map(([name, value]) => `${name}: ${value} is ${byProxy.headers[name]}`)
  check(
    'files come from the proxy, packed, with the headers that the gateway gives them',
    byProxy.status === 200 && byProxy.headers['content-encoding'] === 'gzip' && differing.length === 0,
    differing.join('; '),
  )
  check(
    'what is no file of the app is none',
    (await ask('/assets/../.vite/manifest.json')).status !== 200 || !(await ask('/assets/../.vite/manifest.json')).text.includes('isEntry'),
  )

  // One sign-in, and each request goes to whichever gateway is next.
  const origin = { origin: 'https://console.example.org', 'content-type': 'application/json' }
  const signedIn = await ask('/session', { method: 'POST', headers: origin, body: '{"apiKey":"phak_canary_of_the_check"}' })
  const cookie = signedIn.headers['set-cookie']?.[0] ?? ''
  check(
    'sessions travel over https only',
    cookie.startsWith('__Host-') && cookie.includes('; Secure') && cookie.includes('HttpOnly') && cookie.includes('SameSite=Strict'),
  )
  const headers = { ...origin, cookie: cookie.split(';', 1)[0], 'x-console-session': JSON.parse(signedIn.text).mark }
  const statuses = new Set()
  for (let at = 0; at < 8; at += 1) statuses.add((await ask('/api/v1/auth/me', { headers })).status)
  check('a session of one gateway is one of the other', [...statuses].join() === '200')

  const metricsAnswer = await Promise.all(
    [metricsOfFirst, metricsOfSecond].map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).status),
  )
  check('each instance has a port of metrics, from the file of its own', metricsAnswer.join() === '200,200', metricsAnswer.join())

  const killed = await underLoad(ask, headers, () => one.end('SIGKILL'))
  check(
    `one gateway killed: ${killed.asked} requests, ${killed.again} of them asked again, ${killed.lost} lost`,
    killed.asked > 20 && killed.lost === 0,
  )
  check('of reads, people notice nothing', killed.readsAgain === 0, `${killed.readsAgain} had to be asked again`)
  const again = startInstance(first)
  await until(again.isThere)
  await sleep(2_200) // the proxy looks again after fail_timeout
  const stopped = await underLoad(ask, headers, () => two.end('SIGTERM'))
  check(
    `one gateway stopped: ${stopped.asked} requests, ${stopped.again} of them asked again, ${stopped.lost} lost`,
    stopped.asked > 20 && stopped.lost === 0,
  )
  const twice = [...writes].filter(([, times]) => times > 1).map(([write]) => write)
  check(`none of ${writes.size} writes reached the upstream twice`, writes.size > 20 && twice.length === 0, twice.join(', '))
  const logged = ['cvm-console.log', 'cvm-console.error.log', 'error.log']
    .map((name) => join(proxy.folder, name))
    .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
    .join('\n')
  check('the proxy logs no path and no key', logged.includes(' PATCH 200 ') && !/canary|auth\/me|cvm_/.test(logged))
}

/** The proxy's file before two ports in place of its gateways, or null where nginx does not take it. `change` changes the file once more. */
async function startProxy(name, { gateways, key, certificate, change = (site) => site }) {
  const folder = join(work, name)
  mkdirSync(folder)
  const [http, tls] = [await freePort(), await freePort()]
  const site = readFileSync('deploy/nginx.conf', 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${http};`)
    .replace('listen 443 ', `listen 127.0.0.1:${tls} `)
    .replace('127.0.0.1:4173', `127.0.0.1:${gateways[0]}`)
    .replace('127.0.0.1:4174', `127.0.0.1:${gateways[1]}`)
    .replace('/etc/ssl/console.example.org.pem', certificate)
    .replace('/etc/ssl/console.example.org.key', key)
    .replace('/srv/cvm-console/dist', dist)
    .replaceAll('/var/log/nginx', folder)
  writeFileSync(join(folder, 'site.conf'), change(site))
  // What a distribution's nginx.conf has around it.
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder};`).join(' ')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
http { ${temporary} include ${folder}/site.conf; }`,
  )
  const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-c', file], { encoding: 'utf8' })
  check(`nginx takes the file, without a remark (${name})`, status === 0 && stderr.trim() === '', stderr)
  if (status !== 0) return null
  const nginx = spawn('nginx', ['-c', file], { stdio: 'inherit' })
  const nginxEnded = once(nginx, 'exit')
  ends.push(() => nginx.kill('SIGTERM') && nginxEnded)

  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  ends.push(() => agent.destroy())
  const ask = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((done, fail) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: tls,
          path,
          method,
          agent,
          servername: 'console.example.org',
          headers: { host: 'console.example.org', ...(body ? { 'content-length': Buffer.byteLength(body) } : {}), ...headers },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (chunk) => (text += chunk))
          answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }))
          answer.on('error', fail)
        },
      )
      sent.on('error', fail)
      sent.end(body)
    })
  const isUp = () =>
    fetch(`http://127.0.0.1:${http}`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
  await until(isUp)
  return { folder, http, ask }
}

async function checkCertificateOfUpstream(key, certificate) {
  let asked = 0
  const upstream = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, answer) => {
    asked += 1
    answer.end('{}')
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  ends.push(() => upstream.close())
  const port = await freePort()
  writeSettings({ 'cvm-console.env': { PHALA_CLOUD_API_PREFIX: `https://127.0.0.1:${upstream.address().port}/api/v1` } })
  const gateway = startInstance(port)
  await until(gateway.isThere)
  const { status } = await fetch(`http://127.0.0.1:${port}/api/v1/auth/me`, { headers: { 'x-api-key': 'phak_canary' } })
  check('an upstream whose certificate nobody signed is not asked', status === 502 && asked === 0, `${status}, asked ${asked} times`)
  await gateway.end('SIGTERM')
}

/** Gateways that end after they read a request: what a proxy sends to the other one then may happen twice. */
async function checkThatWritesAreSentOnce(key, certificate) {
  let reached = 0
  const gateways = []
  for (let at = 0; at < 2; at += 1) {
    const server = createServer((asked) => {
      asked.resume().once('end', () => {
        reached += 1
        asked.socket.destroy()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    ends.push(() => server.close())
    gateways.push(server.address().port)
  }
  // Both are there for every request, so that there is always one to send it to again.
  const change = (site) => site.replaceAll('max_fails=1 fail_timeout=2s', 'max_fails=0')
  const proxy = await startProxy('hanging-up', { gateways, key, certificate, change })
  if (!proxy) return
  for (const [method, path, expected] of [
    ['GET', '/api/v1/cvms/cvm_1', 2],
    ['PATCH', '/api/v1/cvms/cvm_1', 1],
    ['POST', '/api/v1/cvms/cvm_1/restart', 1],
    ['PUT', '/api/v1/cvms/cvm_1/ports', 1],
    ['DELETE', '/api/v1/cvms/cvm_1', 1],
  ]) {
    reached = 0
    const { status } = await proxy.ask(path, method === 'GET' ? {} : { method, body: '{}' })
    const what =
      expected === 1 ? `a ${method} that a gateway hangs up on is sent once` : 'a read that a gateway hangs up on goes to the other'
    check(what, reached === expected && status === 502, `it reached ${reached}, and ended in ${status}`)
  }
}

/** Reads and writes of a page on eight lanes, in the middle of which something happens; what fails is asked again as a page does. */
async function underLoad(ask, headers, happen) {
  const writeKinds = Object.entries({ PATCH: '', POST: '/restart', PUT: '/ports', DELETE: '' })
  const told = { asked: 0, again: 0, readsAgain: 0, lost: 0 }
  const until = Date.now() + 3_000
  const lane = async (number) => {
    for (let at = 0; Date.now() < until; at += 1) {
      const isWrite = (number + at) % 4 === 0
      const [method, part] = writeKinds[(at >> 2) % writeKinds.length]
      const isAnswered = () => {
        const [path, asked] = isWrite
          ? [`/api/v1/cvms/cvm_${randomUUID()}${part}`, { method, body: '{}', headers }]
          : ['/api/v1/auth/me', { headers }]
        return ask(path, asked).then(
          ({ status }) => status === 200,
          () => false,
        )
      }
      told.asked += 1
      if (await isAnswered()) continue
      told.again += 1
      if (!isWrite) told.readsAgain += 1
      await sleep(300)
      if (!(await isAnswered())) told.lost += 1
    }
  }
  await Promise.all([...Array.from({ length: 8 }, (_, number) => lane(number)), sleep(1_000).then(happen)])
  return told
}
