import { browserStore } from '@/lib/storage.ts'

const key = 'cvm-console/font'
const show = () => (document.documentElement.dataset['font'] = 'own')

/** Before the first paint: a browser that has the font already shows it at once. */
export function applyKeptFont() {
  if (browserStore.read(key)) show()
}

/** The first time, a page that is on screen is not held up by its font: it has letters of the same width, and everything else comes first. */
export function fetchOwnFont() {
  show()
  void document.fonts?.load('1em "Inter Variable"').then(
    ({ length }) => length > 0 && browserStore.write(key, 'kept'),
    () => {},
  )
}
