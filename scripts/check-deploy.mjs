/**
 * Checks what stands in deploy/ with the programs that it is for: the unit with `systemd-analyze verify`, the proxy's file with a real nginx
 * before two built gateways, of which one is killed and one is stopped while requests run. What has no checker on this machine is skipped,
 * and said to be. Needs a build.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent, request } from 'node:https'
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

try {
  checkUnit()
  await checkProxy()
} finally {
  for (const end of ends.toReversed()) await end()
  rmSync(work, { recursive: true, force: true })
}
process.exit(failures > 0 ? 1 : 0)

function checkUnit() {
  if (!has('systemd-analyze', '--version')) return skip('the unit', 'there is no systemd-analyze on this machine')
  // It looks for what is started, which lies elsewhere here.
  const unit = readFileSync('deploy/cvm-console@.service', 'utf8').replace('/usr/bin/node ', `${process.execPath} `)
  const file = join(work, 'cvm-console@4173.service')
  writeFileSync(file, unit)
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

function startGateway(port, upstream, secret) {
  const child = spawn(process.execPath, [join(dist, 'server/gateway.mjs')], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PHALA_CLOUD_API_PREFIX: `${upstream}/api/v1`,
      SESSION_SECRET: secret,
      PUBLIC_ORIGIN: 'https://console.example.org',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.resume()
  const ended = once(child, 'exit')
  const end = async (signal) => {
    child.kill(signal)
    await ended
  }
  ends.push(() => end('SIGKILL'))
  return {
    end,
    isThere: () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
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
  if (!existsSync(join(dist, 'server/gateway.mjs'))) return check('there is a build', false, 'Run `npm run build` first.')

  const seen = { reads: 0, writes: 0 }
  const upstream = createServer((asked, answer) => {
    seen[asked.method === 'GET' ? 'reads' : 'writes'] += 1
    asked.resume()
    setTimeout(() => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'), 5)
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  ends.push(() => upstream.close() && upstream.closeAllConnections())

  const [http, tls, first, second] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const secret = randomBytes(32).toString('hex')
  const upstreamUrl = `http://127.0.0.1:${upstream.address().port}`
  const one = startGateway(first, upstreamUrl, secret)
  const two = startGateway(second, upstreamUrl, secret)

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
  const site = readFileSync('deploy/nginx.conf', 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${http};`)
    .replace('listen 443 ', `listen 127.0.0.1:${tls} `)
    .replace('127.0.0.1:4173', `127.0.0.1:${first}`)
    .replace('127.0.0.1:4174', `127.0.0.1:${second}`)
    .replace('/etc/ssl/console.example.org.pem', certificate)
    .replace('/etc/ssl/console.example.org.key', key)
    .replace('/srv/cvm-console/dist', dist)
    .replaceAll('/var/log/nginx', work)
  writeFileSync(join(work, 'site.conf'), site)
  // What a distribution's nginx.conf has around it.
  const whole = `daemon off; worker_processes 1; pid ${work}/nginx.pid; error_log ${work}/error.log; events {}
http { client_body_temp_path ${work}; proxy_temp_path ${work}; fastcgi_temp_path ${work}; uwsgi_temp_path ${work}; scgi_temp_path ${work};
include ${work}/site.conf; }`
  const file = join(work, 'nginx.conf')
  writeFileSync(file, whole)
  const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-c', file], { encoding: 'utf8' })
  check('nginx takes the file, without a remark', status === 0 && stderr.trim() === '', stderr)
  if (status !== 0) return
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
          headers: { host: 'console.example.org', ...headers },
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
  check('and only over TLS from then on', page.headers['strict-transport-security'] !== undefined)
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
  check('sessions travel over https only', cookie.includes('; Secure') && cookie.includes('HttpOnly') && cookie.includes('SameSite=Strict'))
  const headers = { ...origin, cookie: cookie.split(';', 1)[0], 'x-console-session': JSON.parse(signedIn.text).mark }
  const statuses = new Set()
  for (let at = 0; at < 8; at += 1) statuses.add((await ask('/api/v1/auth/me', { headers })).status)
  check('a session of one gateway is one of the other', [...statuses].join() === '200')

  const killed = await underLoad(ask, headers, () => one.end('SIGKILL'))
  check(
    `one gateway killed: ${killed.asked} requests, ${killed.again} of them asked again, ${killed.lost} lost`,
    killed.asked > 20 && killed.lost === 0,
  )
  check('of reads, people notice nothing', killed.readsAgain === 0, `${killed.readsAgain} had to be asked again`)
  const again = startGateway(first, upstreamUrl, secret)
  await until(again.isThere)
  await sleep(2_200) // the proxy looks again after fail_timeout
  const stopped = await underLoad(ask, headers, () => two.end('SIGTERM'))
  check(
    `one gateway stopped: ${stopped.asked} requests, ${stopped.again} of them asked again, ${stopped.lost} lost`,
    stopped.asked > 20 && stopped.lost === 0,
  )
  const logged = ['cvm-console.log', 'cvm-console.error.log', 'error.log']
    .map((name) => (existsSync(join(work, name)) ? readFileSync(join(work, name), 'utf8') : ''))
    .join('\n')
  check('the proxy logs no path and no key', logged.includes(' PATCH 200 ') && !/canary|auth\/me|cvm_1/.test(logged))
}

/** Reads and writes of a page on eight lanes, in the middle of which something happens; what fails is asked again as a page does. */
async function underLoad(ask, headers, happen) {
  const told = { asked: 0, again: 0, readsAgain: 0, lost: 0 }
  const until = Date.now() + 3_000
  const lane = async (number) => {
    for (let at = 0; Date.now() < until; at += 1) {
      const isWrite = (number + at) % 4 === 0
      const asked = isWrite ? { method: 'PATCH', body: '{}', headers } : { headers }
      const isAnswered = () =>
        ask(isWrite ? '/api/v1/cvms/cvm_1' : '/api/v1/auth/me', asked).then(
          ({ status }) => status === 200,
          () => false,
        )
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
