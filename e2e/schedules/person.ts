import type { Locator, Page } from '@playwright/test'
import type { SeededRandom } from '../../sandbox/seeded-random.ts'

/** Where an update stands for someone who looks at the page. */
export const places = ['review', 'sending', 'asked', 'door', 'pending', 'confirming', 'applying'] as const
export type Place = (typeof places)[number]

const pressable = (page: Page) => page.locator(':not([aria-disabled=true])')
const onPage = (page: Page, name: RegExp) => page.getByRole('main').getByRole('button', { name }).and(pressable(page))
const door = (page: Page) => page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
const inDoor = (page: Page, name: RegExp) => door(page).getByRole('button', { name }).and(pressable(page))
const words = (page: Page, text: RegExp) => page.getByRole('main').getByText(text)

const signs: Record<Place, (page: Page) => Locator> = {
  review: (page) => onPage(page, /^Apply/),
  sending: (page) => words(page, /^The change is being sent\./),
  asked: (page) => page.getByRole('main').getByRole('button', { name: /^Sign( again)?$/ }),
  door,
  pending: (page) => words(page, /^Waiting for the transaction to be in a block/),
  confirming: (page) => words(page, /^(Registered\.|Confirming the registration)/),
  applying: (page) => words(page, /^(Phala Cloud accepted the update|The update is being applied)\./),
}

const isSeen = async (what: Locator) => (await what.filter({ visible: true }).count()) > 0

/** All places that the page shows at this moment; mostly one. */
export async function placesSeen(page: Page): Promise<Place[]> {
  const seen = await Promise.all(places.map((place) => isSeen(signs[place](page))))
  return places.filter((_, index) => seen[index])
}

export type Ending = 'done' | 'held already' | 'differs' | 'failed'

const endings: Record<Ending, RegExp> = {
  done: /^Done\. /,
  'held already': /^(The server already holds what you edited|Nothing to review)$/,
  differs: /^The operation completed, but /,
  failed: /^The update failed\.$/,
}

/** How the update ended, once the page says so. */
export async function endingSeen(page: Page): Promise<Ending | null> {
  const all = Object.keys(endings) as Ending[]
  const seen = await Promise.all(all.map((ending) => isSeen(words(page, endings[ending]))))
  return all.find((_, index) => seen[index]) ?? null
}

export interface PersonAt {
  /** What the page showed at the beginning of this look: nobody presses what they have not seen. */
  seen: readonly Place[]
  random: SeededRandom
  apiKey: string
  /** Nothing new goes wrong any more, and nobody hesitates. */
  isCalm: boolean
  /** No other tab is open. */
  isAlone: boolean
  /** A prompt of the wallet waits for an answer: the page asks to look there before signing again. */
  hasOpenPrompt: boolean
}

/** One look at the page: presses the first thing that it offers and that leads on. Says what was pressed. */
export async function pressWhatIsOffered(page: Page, at: PersonAt): Promise<string | null> {
  const { random, isCalm, seen } = at
  const keyField = page.getByRole('dialog').getByRole('textbox', { name: 'API key' })
  if (await isSeen(keyField)) {
    const isFilled = await keyField.fill(at.apiKey, briefly).then(
      () => true,
      () => false, // accepted in another tab meanwhile, and gone
    )
    return isFilled ? press('Sign in', page.getByRole('dialog').getByRole('button', { name: 'Sign in' })) : null
  }
  const mayTakeOver = at.isAlone || isCalm || random.chance(0.05)
  // "It may be this one. Wait for it before you sign again, or you may pay twice."
  const mustWait = at.hasOpenPrompt || (await isSeen(door(page).getByText(/^It may be this one\./)))
  const offers: [name: string, offered: Locator, does: boolean][] = [
    ['Stop waiting', inDoor(page, /^Stop waiting$/), !isCalm && random.chance(0.2)],
    ['connect', inDoor(page, /^MetaMask$/), seen.includes('door')],
    ['Sign, in the door', inDoor(page, /^Sign( again)?$/), seen.includes('door') && !mustWait],
    ['Try now', inDoor(page, /^Try now$/), true],
    ['Take over', onPage(page, /^Take over$/), mayTakeOver],
    ['Continue signing', onPage(page, /^Continue signing$/), true],
    ['Sign', onPage(page, /^Sign( again)?$/), seen.includes('asked') && (isCalm || random.chance(0.7))],
    ['Apply', onPage(page, /^Apply/), seen.includes('review')],
    ['Confirm again', onPage(page, /^Confirm again$/), isCalm || random.chance(0.3)],
    ['Try again', onPage(page, /^(Try again|Refresh)$/), true],
  ]
  const isDoorOpen = await isSeen(door(page))
  for (const [name, offered, does] of offers) {
    // oxlint-disable-next-line no-await-in-loop -- eyes go from one to the next
    if (does && (await isSeen(offered))) return press(name, offered)
    if (isDoorOpen && name === 'Try now') return null // what is behind the door cannot be pressed
  }
  return null
}

const briefly = { timeout: 1_500 }

/** What goes away under the finger was not pressed. */
const press = (name: string, button: Locator) =>
  button
    .first()
    .click(briefly)
    .then(
      () => name,
      () => null,
    )
