import type { PageEndpoint } from '../endpoints.ts'
import { apiVersions, requestHeaders } from '../session/request-headers.ts'
import { type FirstAnswer, firstKey } from './first-answers.ts'

/*
 * A script of its own, a KiB that is there long before the framework is. It asks for what the page of this address will ask for: its other
 * files, who is signed in, and what it shows. `http.ts` takes the answers; what nobody takes was asked for in vain, and a walk says so.
 */

/** The files of each page that index.html does not name; the build fills them in. */
declare const pageFiles: Record<string, string[]>

type Filled<Path extends string> = Path extends `${infer Before}{${string}}${infer After}` ? `${Before}${string}${Filled<After>}` : Path
type AddressOf<Route> = Route extends `GET ${infer Path}` ? Filled<Path> | `${Filled<Path>}?${string}` : never

globalThis.firstAnswers = new Map()

/** Of a row of the table of endpoints that a page may read. */
function ask(address: AddressOf<PageEndpoint>, mark: string | null = null): Promise<Response> {
  const response = fetch(address, { headers: requestHeaders(apiVersions.first, mark), credentials: 'same-origin' })
  const first: FirstAnswer = { startedAt: Date.now(), sentAt: performance.now(), answeredAt: null, response }
  // A failure is heard by whoever takes it.
  response.then(
    () => (first.answeredAt = performance.now()),
    () => {},
  )
  globalThis.firstAnswers?.set(firstKey(address, mark), first)
  return response
}

function load(files: string[]) {
  for (const href of files) {
    const link = document.createElement('link')
    document.head.append(Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href }))
  }
}

/** Nobody signs in for a link to approve, to finish or to verify. */
const needsNobody = /^\/(?:approve|finish|verify)/

/** An address can hold more than a CVM: a link with a secret, wrapped by a mail filter. That is the page's to take out, and nothing to send. */
const isPlain = /^[\w.-]+$/

/** Over HTTP/1.1 a browser has six connections to a server. What the page shows should not wait in line behind all of its code. */
const mostAtOnce = 3

async function askForPage() {
  const { pathname } = location
  if (needsNobody.test(pathname)) return
  const session = ask('/session')
  void ask('/config.json')
  const [, page, id = '', part = 'details'] = pathname.split('/')
  const isOfCvms = page === 'cvms'
  const files = pageFiles[!isOfCvms ? page! : id ? part : 'fleet'] ?? []
  load(files.slice(0, mostAtOnce))
  const { signedIn, mark } = (await (await session).clone().json()) as { signedIn: boolean; mark: string }
  if (!signedIn || !isOfCvms) return
  if (!id) void ask('/api/v1/cvms/paginated?page=1&page_size=100', mark)
  else if (isPlain.test(id)) {
    void ask(`/api/v1/cvms/${id}`, mark)
    if (part === 'edit') void ask(`/api/v1/cvms/${id}/compose_file`, mark)
  }
  void ask('/api/v1/auth/me', mark)
  load(files.slice(mostAtOnce))
}

askForPage().catch(() => {}) // the page asks by itself
