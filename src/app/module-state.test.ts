import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * What may live as long as the page, with the reason: it belongs to the document or to the browser, and holds nothing of the person who is
 * signed in. Everything else is a part of the session (`src/runs/session.ts`) or made by `sessionState`.
 */
const ofThePage: Record<string, string> = {
  'src/app/session.ts': 'which session is the present one',
  'src/lib/session-state.ts': 'what ends with it',
  'src/lib/secret-fragment.ts': 'what stood behind the # of this page’s own address',
  'src/ui/feedback/use-now.ts': 'one timer for everything that shows an age',
  'src/ui/feedback/announce.ts': 'the live region of the document',
  'src/ui/feedback/support-door.ts': 'the way to what is mounted above every page',
  'src/ui/code/CodeEditor.tsx': 'code that was loaded',
  'src/features/approval/wallet/wallet-config.ts': 'one connection to the wallets of this browser, which listens to all of them',
  'src/features/approval/wallet/ask-wallet.ts': 'requests that are open in the wallet; whoever signs in next must not make them twice',
  'src/chain/call-register.ts': 'requests whose answers this tab will hear; the same',
  'src/api/http.ts': 'code that was loaded',
  'src/chain/rpc-transport.ts': 'reads that leave with the next turn',
  'src/compose/schema.ts': 'regular expressions that were compiled',
  'src/ui/data-table/use-sorted-rows.ts': 'how names are compared, made once',
}

/** Variables, and constants that begin empty so that something can be put into them later. */
const holdsState = [
  /^(?:export )?(?:let|var) /m,
  /^(?:export )?const (?:\{[^}]*\}|\w+)(?:: [^=\n]+)? = createStore\b/m,
  /^(?:export )?const \w+ = new (?:Map|Set|WeakSet)<[^\n]*>\(\)/m,
  /^(?:export )?const \w+(?:: (?!readonly|Readonly)[^=\n]+)? = (?:\[\]|\{\})$/m,
]
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => join('src', file))
  .filter((file) => /\.tsx?$/.test(file) && !/\.(?:test|gen)\.tsx?$/.test(file) && !file.includes('/testing/'))

const holders = (files: string[]) =>
  files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return holdsState.some((pattern) => pattern.test(text.replaceAll(/^const \w+: never\[\] = \[\]$/gm, '')))
  })

test('no module holds state that could outlive a session', () => {
  expect(sources.length).toBeGreaterThan(400)
  const found = holders(sources)
  expect(found.filter((file) => !(file in ofThePage))).toEqual([])
  expect(Object.keys(ofThePage).filter((file) => !found.includes(file))).toEqual([])
})
