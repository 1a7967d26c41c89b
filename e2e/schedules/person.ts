import type { Locator, Page } from '@playwright/test'
import type { SeededRandom } from '../../sandbox/seeded-random.ts'

/** Where an update stands for someone who looks at the page. */
export type Place = 'review' | 'sending' | 'asked' | 'signing' | 'pending' | 'confirming' | 'applying'

/** How an update ends. */
export type Ending = 'done' | 'held already' | 'differs' | 'failed'

const signingDialogName = 'Sign to allow this compose hash'

/** Everything that is shown, as roles, names and texts, read at one moment. */
export interface View {
  main: string
  /** The signing dialog; empty while it is closed. */
  signing: string
  /** The dialog that asks for a key; empty while it is closed. */
  keyDialog: string
}

export async function lookAt(page: Page): Promise<View> {
  const tree = await page.locator('body').ariaSnapshot()
  const keyDialog = partOf(tree, /^- dialog (?!"Sign to allow)/)
  return { main: partOf(tree, /^- main\b/), signing: partOf(tree, new RegExp(`^- dialog "${signingDialogName}"`)), keyDialog }
}

/** The lines of one top-level part and of what is in it. */
function partOf(tree: string, head: RegExp): string {
  const lines = tree.split('\n')
  const from = lines.findIndex((line) => head.test(line))
  if (from === -1) return ''
  const length = lines.slice(from + 1).findIndex((line) => !line.startsWith(' '))
  return lines.slice(from, length === -1 ? undefined : from + 1 + length).join('\n')
}

const says = (part: string, text: string) => new RegExp(`^ +- (?:paragraph|text|heading)[: "]+${text}`, 'm').test(part)
/** A button that can be pressed; the tree is YAML, so a name with a colon stands in quotes. */
const offers = (part: string, name: string) => new RegExp(`^ +- '?button "${name}"(?! \\[disabled\\])`, 'm').test(part)
const hasButton = (part: string, name: string) => new RegExp(`^ +- '?button "${name}"`, 'm').test(part)

const anySign = 'Sign(?: again)?'

const signs: Record<Place, (view: View) => boolean> = {
  review: ({ main }) => offers(main, 'Apply[^"]*'),
  sending: ({ main }) => says(main, 'The change is being sent\\.'),
  asked: ({ main, signing }) => signing === '' && hasButton(main, anySign),
  signing: ({ signing }) => signing !== '',
  pending: ({ main }) => says(main, 'Waiting for the transaction to be in a block'),
  confirming: ({ main }) => says(main, '(?:Registered\\.|Confirming the registration)'),
  applying: ({ main }) => says(main, '(?:Phala Cloud accepted the update|The update is being applied)\\.'),
}

/** All places that this view shows; mostly one. */
export const placesIn = (view: View): Place[] => (Object.keys(signs) as Place[]).filter((place) => signs[place](view))

const endings: Record<Ending, string> = {
  done: 'Done\\. ',
  'held already': '(?:The server already holds what you edited|Nothing to review)',
  differs: 'The operation completed, but ',
  failed: 'The update failed\\.',
}

/** How the update ended, once the page says so. */
export const endingIn = ({ main }: View): Ending | null =>
  (Object.keys(endings) as Ending[]).find((ending) => says(main, endings[ending])) ?? null

export interface PersonAt {
  random: SeededRandom
  apiKey: string
  /** Nothing new goes wrong any more, and nobody hesitates. */
  isCalm: boolean
  /** No other tab is open. */
  isAlone: boolean
  /** A prompt of the wallet waits for an answer: the page asks to look there before signing again. */
  hasOpenPrompt: boolean
}

/** Presses the first thing that the page offers and that leads on. Says what was pressed. Nobody presses what was not in the view. */
export async function pressWhatIsOffered(page: Page, view: View, at: PersonAt): Promise<string | null> {
  const { random, isCalm } = at
  const { main, signing, keyDialog } = view
  if (keyDialog) {
    await page.getByRole('textbox', { name: 'API key' }).fill(at.apiKey, briefly).catch(ignoreGone)
    return press(page.getByRole('dialog'), /^Sign in$/)
  }
  if (signing) {
    // "It may be this one. Wait for it before you sign again, or you may pay twice."
    const mustWait = at.hasOpenPrompt || says(signing, 'It may be this one\\.')
    const dialog = page.getByRole('dialog', { name: signingDialogName })
    if (offers(signing, 'Stop waiting') && !isCalm && random.chance(0.2)) return press(dialog, /^Stop waiting$/)
    if (offers(signing, 'MetaMask')) return press(dialog, /^MetaMask$/)
    if (offers(signing, 'Try now')) return press(dialog, /^Try now$/)
    // Nothing is open there any more, and no page heard the answer.
    if (!mustWait && offers(signing, 'It is not in my wallet')) return press(dialog, /^It is not in my wallet$/)
    if (!mustWait && /checkbox "Ask the wallet once more"(?! \[checked\])/.test(signing)) {
      const another = dialog.getByRole('checkbox', { name: 'Ask the wallet once more' })
      return another.check(briefly).then(() => 'Ask the wallet once more', ignoreGone)
    }
    return !mustWait && offers(signing, anySign) ? press(dialog, /^Sign( again)?$/) : null
  }
  const onPage = page.getByRole('main')
  // Now and then for no reason; whoever does it all the time keeps starting over.
  if (offers(main, 'Take over')) return at.isAlone || (!isCalm && random.chance(0.05)) ? press(onPage, /^Take over$/) : null
  if (offers(main, 'Continue signing')) return press(onPage, /^Continue signing$/)
  if (offers(main, anySign)) return isCalm || random.chance(0.7) ? press(onPage, /^Sign( again)?$/) : null
  if (offers(main, 'Apply[^"]*')) return press(onPage, /^Apply/)
  if (offers(main, 'Confirm again')) return isCalm || random.chance(0.3) ? press(onPage, /^Confirm again$/) : null
  if (offers(main, '(?:Try again|Refresh)')) return press(onPage, /^(Try again|Refresh)$/)
  return null
}

const briefly = { timeout: 1_500 }
const ignoreGone = () => null

/** A press on what goes away under the finger may count or not. */
async function press(where: Locator, name: RegExp): Promise<string> {
  const button = where.getByRole('button', { name }).first()
  const label = (await button.textContent(briefly).catch(ignoreGone))?.trim() || String(name)
  return button.click(briefly).then(
    () => label,
    () => `${label}, which goes away`,
  )
}
