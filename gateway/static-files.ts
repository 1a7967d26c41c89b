import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

interface StaticFile {
  type: string
  etag: string
  /** By content encoding; `identity` is the file as it is. */
  bodies: { identity: Buffer<ArrayBuffer>; br?: Buffer<ArrayBuffer>; gzip?: Buffer<ArrayBuffer> }
  isHashed: boolean
}

export interface StaticFiles {
  /** The answer for a GET or HEAD, or `null` when neither a file nor a page is there. */
  answer(request: Request): Response | null
}

/**
 * The built app, held in memory: a few hundred files of a few kilobytes. Hashed files are cached for ever, everything else is asked for
 * again each time. The compressed twins (`.br`, `.gz`) are made by the build.
 * @param addToHead markup for the end of `<head>`
 */
export function readStaticFiles(assetsDir: string, addToHead = ''): StaticFiles {
  const files = new Map<string, StaticFile>()
  const names = readdirSync(assetsDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const known = new Set(names)
  for (const name of names) {
    const path = `/${relative(assetsDir, name).split(sep).join('/')}`
    const isTwin = /\.(?:br|gz)$/.test(name) && known.has(name.slice(0, -3))
    if (isTwin || path.split('/').some((part) => part.startsWith('.')) || path.endsWith('.map')) continue
    const bodies: StaticFile['bodies'] = { identity: readFileSync(name) }
    if (path === '/index.html') {
      const html = bodies.identity.toString('utf8')
      bodies.identity = Buffer.from(html.replace('</head>', `${addToHead}</head>`))
      bodies.gzip = gzipSync(bodies.identity)
    } else {
      if (known.has(`${name}.br`)) bodies.br = readFileSync(`${name}.br`)
      if (known.has(`${name}.gz`)) bodies.gzip = readFileSync(`${name}.gz`)
    }
    files.set(path, {
      type: types[extname(path)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bodies.identity).digest('base64url').slice(0, 22)}"`,
      bodies,
      isHashed: path.startsWith('/assets/'),
    })
  }
  const page = files.get('/index.html')
  if (!page) throw new Error(`There is no index.html in ${assetsDir}.`)

  return {
    answer(request) {
      const path = new URL(request.url).pathname
      const file = files.get(path) ?? (isPage(path) ? page : undefined)
      return file ? answerWith(file, request) : null
    },
  }
}

/**
 * Pages have no dot in their last part; a missing file must not look like one. A finisher link whose # was encoded on its way is a page
 * whatever it holds: the page takes the secret out of the address, which an error page would leave there.
 */
function isPage(path: string) {
  if (path.startsWith('/assets/')) return false
  return !path.slice(path.lastIndexOf('/')).includes('.') || holdsFinisherLink(path)
}

/** `/finish…` in any place and encoded however often; mail filters and chats wrap links into others. */
const holdsFinisherLink = (path: string) => /(?:\/|%(?:25)*2f)finish(?![\w-])/i.test(path)

function answerWith(file: StaticFile, request: Request): Response {
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  }
  const known = request.headers.get('if-none-match')
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === file.etag)) return new Response(null, { status: 304, headers })

  const accepted = acceptedEncodings(request.headers.get('accept-encoding'))
  const encoding = (['br', 'gzip'] as const).find((name) => accepted.has(name) && file.bodies[name])
  const body = (encoding && file.bodies[encoding]) ?? file.bodies.identity
  if (encoding) headers['content-encoding'] = encoding
  headers['content-length'] = String(body.byteLength)
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}

function acceptedEncodings(header: string | null): Set<string> {
  const accepted = new Set<string>()
  for (const part of header?.toLowerCase().split(',') ?? []) {
    const [name = '', quality] = part.split(';q=')
    if (quality === undefined || Number(quality) > 0) accepted.add(name.trim())
  }
  return accepted
}
