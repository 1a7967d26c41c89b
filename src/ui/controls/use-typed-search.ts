import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'

const pauseMs = 150

/**
 * Text that filters as it is typed, and stands in the address as its part `name`: the address follows when typing pauses, since browsers limit
 * how often that may change. `search` is the address with the text as typed. Stable functions, for `onAddressChange` too.
 */
export function useTypedSearch<Name extends string, Search extends { [Part in Name]?: string | undefined }>(
  name: Name,
  address: Search,
  onAddressChange: (change: Partial<Search>) => void,
) {
  const there = address[name] ?? ''
  const [text, setText] = useState<string>(there)
  /** What the address was told last: when it says so itself, that is no news. */
  const [told, setTold] = useState<string>(there)
  const [lastThere, setLastThere] = useState<string>(there)
  if (there !== lastThere) {
    setLastThere(there)
    if (there !== told) {
      // from outside, as by Back or a link
      setTold(there)
      setText(there)
    }
  }

  useEffect(() => {
    const typed = text.trim()
    if (typed === told) return undefined
    const timer = setTimeout(() => {
      setTold(typed)
      onAddressChange({ [name]: typed || undefined } as Partial<Search>)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [name, text, told, onAddressChange])

  const onSearchChange = useCallback(
    (change: Partial<Search>) => {
      if (name in change) {
        setText(change[name] ?? '')
        setTold(change[name] ?? '')
      }
      onAddressChange(change)
    },
    [name, onAddressChange],
  )
  // The text box comes first; the rows follow as soon as there is time.
  const typed = useDeferredValue(text).trim() || undefined
  const search = useMemo((): Search => (typed === address[name] ? address : { ...address, [name]: typed }), [name, address, typed])
  return { text, setText, search, onSearchChange }
}
