import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { FleetSearch } from './fleet-search.ts'

const pauseMs = 150

/**
 * Typing filters at once; the address follows when it pauses, since browsers limit how often that may change.
 * `search` is the address with the text as typed.
 */
export function useTypedSearch(address: FleetSearch, onAddressChange: (change: Partial<FleetSearch>) => void) {
  const q = address.q ?? ''
  const [text, setText] = useState(q)
  /** What the address was told last: when it says so itself, that is no news. */
  const [told, setTold] = useState(q)
  const [lastQ, setLastQ] = useState(q)
  if (q !== lastQ) {
    setLastQ(q)
    if (q !== told) {
      // from outside, as by Back or a link
      setTold(q)
      setText(q)
    }
  }

  useEffect(() => {
    const typed = text.trim()
    if (typed === told) return undefined
    const timer = setTimeout(() => {
      setTold(typed)
      onAddressChange({ q: typed || undefined })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, told, onAddressChange])

  const onSearchChange = useCallback(
    (change: Partial<FleetSearch>) => {
      if ('q' in change) {
        setText(change.q ?? '')
        setTold(change.q ?? '')
      }
      onAddressChange(change)
    },
    [onAddressChange],
  )
  // The text box comes first; the rows follow as soon as there is time.
  const typed = useDeferredValue(text).trim() || undefined
  const search = useMemo(() => (typed === address.q ? address : { ...address, q: typed }), [address, typed])
  return { text, setText, search, onSearchChange }
}
