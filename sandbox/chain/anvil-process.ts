import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ChainUnavailable } from './chain-unavailable.ts'

export interface AnvilProcess {
  url: string
  pid: number
  /** Ends the node and resolves when it is gone. */
  stop(): Promise<void>
}

const startTimeoutMs = 15_000
const cpuNames: Record<string, string> = { x64: 'amd64', arm64: 'arm64' }

/** The real executable: npm's wrapper script would leave it running when the wrapper is killed hard. */
function anvilPath(): string {
  const os = process.platform
  const cpu = cpuNames[process.arch] ?? process.arch
  const packageName = `@foundry-rs/anvil-${os}-${cpu}`
  let folder: string
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  } catch (cause) {
    throw new ChainUnavailable(`The sandbox chain needs the npm package ${packageName}, which is not installed.`, { cause })
  }
  const path = join(folder, 'bin', os === 'win32' ? 'anvil.exe' : 'anvil')
  if (!existsSync(path)) throw new ChainUnavailable(`The npm package ${packageName} is installed but holds no anvil executable.`)
  return path
}

/**
 * Starts anvil on a free port of 127.0.0.1 and resolves once it listens. It ends with this process: on exit, SIGINT and SIGTERM.
 * Throws `ChainUnavailable` where the executable is missing or cannot run (it needs glibc 2.35 or newer on Linux).
 */
export async function startAnvil(options: { chainId: number; accounts: number; executable?: string }): Promise<AnvilProcess> {
  const path = options.executable ?? anvilPath()
  // Port 0 lets the system choose, so two sandboxes that start together never fight for one port.
  // Otherwise anvil forgets the state after 500 blocks; a reorganisation down to such a block leaves a chain without contracts.
  const history = ['--prune-history', '100000']
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--chain-id',
    String(options.chainId),
    '--accounts',
    String(options.accounts),
    ...history,
  ]
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  const forget = endWithThisProcess(child)
  void gone.then(forget)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await gone
  }
  try {
    const port = await listeningPort(child)
    return { url: `http://127.0.0.1:${port}`, pid: child.pid!, stop } // it listens, so it has a pid
  } catch (error) {
    await stop()
    throw error
  }
}

/** anvil prints its port once; everything it prints later is read and dropped, since a full pipe would block it. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = ''
    let complaints = ''
    const fail = (why: string, cause?: unknown) => {
      clearTimeout(timer)
      reject(new ChainUnavailable(`The sandbox chain could not be started: ${why}`, { cause }))
    }
    const timer = setTimeout(() => fail(`anvil did not answer within ${startTimeoutMs / 1000} seconds.`), startTimeoutMs)
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-4_000)
      const port = /Listening on [\d.]+:(\d+)/.exec(printed)?.[1]
      if (!port) return
      clearTimeout(timer)
      child.stdout!.removeAllListeners('data').resume()
      child.stderr!.removeAllListeners('data').resume()
      resolve(Number(port))
    })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-500)
    })
    // A missing loader (Alpine, musl) is reported as if the file itself were missing.
    child.once('error', (cause: NodeJS.ErrnoException) => fail(`anvil cannot run on this system (${cause.code ?? cause.message}).`, cause))
    child.once('close', (code) => fail(`anvil ended with code ${code}. ${firstLine(complaints)}`.trim()))
  })
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? ''

/** Returns a function that takes the listeners away again. */
function endWithThisProcess(child: ChildProcess): () => void {
  const kill = () => void child.kill('SIGKILL')
  const onSignal = (signal: NodeJS.Signals) => {
    kill()
    forget()
    // Having listened, we took the signal's usual effect away: give it back unless someone else shuts down in their own way.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const forget = () => {
    process.off('exit', kill)
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  process.once('exit', kill)
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return forget
}
