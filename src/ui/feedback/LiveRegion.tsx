import { useEffect, useState } from 'react'
import { onAnnounce } from './announce.ts'

/** Where `announce(text)` is heard. Mounted once, by the app's shell. */
export function LiveRegion() {
  const [said, setSaid] = useState({ text: '', count: 0 })
  useEffect(() => onAnnounce((text) => setSaid(({ count }) => ({ text, count: count + 1 }))), [])
  return (
    <output className="sr-only">
      {/* A new element each time, so that the same words are said again. */}
      <span key={said.count}>{said.text}</span>
    </output>
  )
}
