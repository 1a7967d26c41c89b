/**
 * Checks what is handed out, as somebody meets it who has it and nothing else: two builds in two folders are the same bytes, the package
 * brings nothing along but the chain's program, and in an empty folder `npx` runs it: on an upstream, on the sandbox, and with neither it
 * ends with 2. Takes a minute or two and asks the package registry for the chain's program, so it is no part of `npm test`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const isWindows = process.platform === 'win32'
const work = mkdtempSync(join(tmpdir(), 'console-package-'))
let failures = 0

function check(what, holds, detail = '') {
  console.log(`${holds ? 'ok     ' : 'FAILED '} ${what}${holds ? '' : ` ${detail}`}`)
  if (!holds) failures += 1
}

/** The files that are tracked, with the packages that are installed beside them. */
function copyOfProject(folder) {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of stdout.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(root, file), join(folder, file))
  }
  const packages = realpathSync(join(root, 'node_modules'))
  const linked = !isWindows && spawnSync('cp', ['-al', packages, join(folder, 'node_modules')]).status === 0
  if (!linked) cpSync(packages, join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  return folder
}

function makePackage(folder) {
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/make-package.mjs'], { cwd: folder, encoding: 'utf8' })
  return { sums: stdout, complaints: stderr, out: join(folder, 'dist/package') }
}

/** Runs the package in an empty folder, with none of this process's settings. */
function start(tarball, args, env) {
  const folder = mkdtempSync(join(work, 'empty-'))
  const child = spawn('npx', ['--yes', `file:${tarball}`, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
    detached: !isWindows,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'exit').then(([code]) => code)
  return {
    output: () => output,
    ended,
    async url() {
      const found = () => /^CVM console on (http:\/\/\S+)/m.exec(output)?.[1]
      for (let look = 0; look < 600 && !found() && child.exitCode === null; look += 1)
        await new Promise((resolve) => setTimeout(resolve, 200))
      return found()
    },
    async stop() {
      if (!child.pid || child.exitCode !== null || child.signalCode !== null) return
      if (isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
      else process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}

try {
  const first = makePackage(copyOfProject(join(work, 'one')))
  const second = makePackage(copyOfProject(join(work, 'somewhere/else entirely')))
  const isMade = /^[0-9a-f]{64} {2}\S+\.tgz\n[0-9a-f]{64} {2}\S+\.cdx\.json\n$/.test(first.sums)
  check('the package is made, with its SBOM and SHA256SUMS', isMade, first.sums + first.complaints)
  check('two builds in two folders give the same digests', isMade && first.sums === second.sums, `\n${second.sums}${second.complaints}`)
  process.stdout.write(first.sums.replaceAll(/^/gm, '        ').trimEnd() + '\n')
  if (isMade)
    await checkPackage(
      join(
        first.out,
        readdirSync(first.out).find((name) => name.endsWith('.tgz')),
      ),
    )
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exit(failures > 0 ? 1 : 0)

async function checkPackage(tarball) {
  const installed = mkdtempSync(join(work, 'installed-'))
  spawnSync('npm', ['install', '--prefix', installed, '--omit=optional', '--no-audit', '--no-fund', tarball], { shell: isWindows })
  const packages = readdirSync(join(installed, 'node_modules')).filter((name) => !name.startsWith('.'))
  check('what is bundled is no package', packages.join() === 'cvm-console', packages.join())
  const { optionalDependencies = {}, dependencies = {} } = JSON.parse(
    readFileSync(join(installed, 'node_modules/cvm-console/package.json')),
  )
  check(
    'the chain’s program is the only optional one',
    Object.keys({ ...dependencies, ...optionalDependencies }).join() === '@foundry-rs/anvil',
  )

  const home = join(installed, 'node_modules/cvm-console')
  const inside = (folder, except = []) =>
    readdirSync(join(home, folder))
      .filter((name) => !except.includes(name))
      .toSorted()
  const expected =
    'CHANGELOG.md CONTRIBUTING.md README.md SECURITY.md deploy dist docs package.json app server cvm-console.mjs gateway.mjs sandbox.mjs'
  const found = [...inside('.', ['node_modules']), ...inside('dist'), ...inside('dist/server')].join(' ')
  check('it holds the app, its servers, deploy/, docs/ and the pages beside them, and nothing else', found === expected, found)
  const pages = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(home, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .filter(([, link]) => !existsSync(join(home, dirname(page), link)))
      .map(([, link]) => `${page}: ${link}`),
  )
  check(
    `every link of its ${pages.length} pages leads to something in it`,
    pages.includes('docs/operator.md') && broken.length === 0,
    broken.join(', '),
  )
  const named = readFileSync(join(home, 'deploy/cvm-console@.service'), 'utf8').match(/dist\/server\/[\w-]+\.mjs|docs\/[\w-]+\.md/g)
  check('so does every file that the unit names', named.length > 1 && named.every((file) => existsSync(join(home, file))), named.join(', '))

  const neither = start(tarball, [], {})
  const code = await neither.ended
  check('with neither it ends with 2 and says why', code === 2 && neither.output().includes('--sandbox'), `${code} ${neither.output()}`)

  const sandbox = start(tarball, ['--sandbox'], {})
  const at = await sandbox.url()
  check('with --sandbox it runs', at !== undefined, sandbox.output())
  if (at) {
    const config = await (await fetch(`${at}/config.json`)).json()
    check('on the sandbox, with sample keys', config.mode === 'sandbox' && config.sampleKeys.length > 0)
    check('and with its chain', config.chains.length === 1, sandbox.output())
    const page = await (await fetch(at)).text()
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
    check('and serves the app', script !== undefined && (await fetch(at + script)).status === 200)
  }
  await sandbox.stop()

  const upstream = createServer((_request, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"user":{}}'))
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const live = start(tarball, [], { PHALA_CLOUD_API_PREFIX: `http://127.0.0.1:${upstream.address().port}/api/v1` })
  const liveAt = await live.url()
  check('with an upstream it runs', liveAt !== undefined, live.output())
  if (liveAt) {
    const { mode } = await (await fetch(`${liveAt}/config.json`)).json()
    const { status } = await fetch(`${liveAt}/api/v1/auth/me`, { headers: { 'x-api-key': 'a-key' } })
    check('and forwards to it, without the sandbox', mode === 'live' && status === 200, `${mode} ${status}`)
    check('nothing of the sandbox is reachable', (await fetch(`${liveAt}/sandbox/info`)).status === 404)
  }
  await live.stop()
  upstream.close()
  upstream.closeAllConnections()
}
