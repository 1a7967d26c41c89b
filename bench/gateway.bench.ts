import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { startGateway } from '../e2e/fixtures/gateway-process.ts'
import { median, record } from './measurement.ts'

const requests = 1_500
const warmUp = 500
const rounds = 5
const perSecond = 200
const seconds = 5
const lanes = 16

/** Where requests go, and with what: a page's session, as most of what a gateway forwards. */
interface Way {
  url: string
  headers: Record<string, string>
}

test('One request through the gateway, beside the same without it and through nginx, in turn on one connection each', async () => {
  const ends: (() => unknown)[] = []
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'))
  try {
    const upstream = spawn(process.execPath, ['bench/upstream-process.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] })
    ends.push(() => upstream.kill())
    const [port] = (await once(upstream.stdout, 'data')) as [Buffer]
    const direct = `http://127.0.0.1:${Number(String(port))}`
    const gateway = await startGateway({ PHALA_CLOUD_API_PREFIX: `${direct}/api/v1`, METRICS_PORT: '0' })
    ends.push(() => gateway.stop())
    const path = '/api/v1/cvms/paginated'
    const ways: Record<string, Way> = {
      'without it': { url: direct + path, headers: {} },
      gateway: { url: gateway.url + path, headers: await signIn(gateway.url) },
    }
    const nginx = await startNginx(folder, direct)
    if (nginx) {
      ends.push(nginx.stop)
      ways['nginx'] = { url: nginx.url + path, headers: {} }
    } else console.log('skipped nginx: there is none on this machine')

    const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, way] of Object.entries(ways)) {
        const taken = await oneAfterTheOther(way, round === 0 ? warmUp : requests / rounds)
        if (round > 0) times.get(name)!.push(...taken) // made of the same names
      }
    }
    const alone = median(times.get('without it')!) // measured above
    const added = (name: string) => times.get(name)!.map((time) => time - alone) // measured above
    const beside = nginx ? { baseline: { what: 'nginx', value: median(added('nginx')) } } : {}
    record({ what: 'without it', unit: 'ms', values: [alone] })
    record({ what: 'added by the gateway (p50)', unit: 'ms', values: [median(added('gateway'))], ...beside, bar: { atMost: 0.5 } })

    const cpuBefore = await cpuSeconds(gateway.output())
    const steady = await atAPace(ways['gateway']!) // set above
    const cpuMs = ((await cpuSeconds(gateway.output())) - cpuBefore) * 1000
    const steadyBeside = nginx ? { baseline: { what: 'nginx', value: percentile((await atAPace(ways['nginx']!)).times, 99) } } : {}
    record({
      what: `p99 at ${perSecond} requests/s`,
      unit: 'ms',
      values: [percentile(steady.times, 99)],
      ...steadyBeside,
      bar: { atMost: 5 },
    })
    // Other work on the machine makes the times above longer, and this hardly.
    record({ what: 'processor time of the gateway a request', unit: 'ms', values: [cpuMs / (perSecond * seconds)] })
    record({
      what: `errors among ${steady.times.length + steady.errors} of them (a gate)`,
      unit: '',
      values: [steady.errors],
      bar: { atMost: 0 },
    })
    expect(steady.errors).toBe(0)

    const most = await asManyAsPossible(ways['gateway']!) // set above
    const mostBeside = nginx ? { baseline: { what: 'nginx', value: await asManyAsPossible(ways['nginx']!) } } : {}
    record({ what: `requests/s on ${lanes} connections`, unit: '', values: [most], ...mostBeside })
  } finally {
    for (const end of ends.toReversed()) await end()
    rmSync(folder, { recursive: true })
  }
})

async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/session`, { method: 'POST', body: '{"apiKey":"phak_bench"}' })
  const { mark } = (await answer.json()) as { mark: string }
  return { cookie: answer.headers.get('set-cookie')!.split(';', 1)[0]!, 'x-console-session': mark, 'accept-encoding': 'gzip, br' } // a sign-in sets one
}

/** What a gateway's process has taken so far, from its metrics; `output` says where they are. */
async function cpuSeconds(output: string): Promise<number> {
  const text = await (await fetch(/^Metrics on (\S+)/m.exec(output)![1]!)).text() // it was started with a port for them
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)![1]) // one of its lines
}

/** Milliseconds until the last byte. Rejects for anything but 200. */
function timed({ url, headers }: Way, agent: Agent): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`))
      answer.on('end', () => resolve(performance.now() - startedAt)).on('error', reject)
      answer.resume()
    }).on('error', reject)
  })
}

async function oneAfterTheOther(way: Way, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  for (let at = 0; at < count; at += 1) times.push(await timed(way, agent))
  agent.destroy()
  return times.slice(1) // the first one connects
}

async function atAPace(way: Way): Promise<{ times: number[]; errors: number }> {
  const agent = new Agent({ keepAlive: true })
  const asked: Promise<number | null>[] = []
  const startedAt = performance.now()
  for (let at = 0; at < perSecond * seconds; at += 1) {
    await sleep(Math.max(0, startedAt + (at * 1000) / perSecond - performance.now()))
    asked.push(timed(way, agent).catch(() => null))
  }
  const answers = await Promise.all(asked)
  agent.destroy()
  const times = answers.filter((time) => time !== null)
  return { times, errors: answers.length - times.length }
}

async function asManyAsPossible(way: Way): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes })
  const startedAt = performance.now()
  const counts = await Promise.all(
    Array.from({ length: lanes }, async () => {
      let count = 0
      for (; performance.now() - startedAt < 3_000; count += 1) await timed(way, agent)
      return count
    }),
  )
  agent.destroy()
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startedAt) / 1000)
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((values.length * share) / 100) - 1]!
}

/** A proxy with one worker and kept connections to the upstream; `null` where there is no nginx. */
async function startNginx(folder: string, upstream: string): Promise<{ url: string; stop: () => Promise<unknown> } | null> {
  if (spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error) return null
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join(' ')
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; ${paths} upstream bench { server ${new URL(upstream).host}; keepalive 32; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://bench; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  )
  const child: ChildProcess = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  for (
    let look = 0;
    look < 100 &&
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ));
    look += 1
  )
    await sleep(50)
  return {
    url,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
