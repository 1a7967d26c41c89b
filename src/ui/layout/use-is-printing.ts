import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Whether the page is being printed: then what is usually rendered in part has to be there in whole, before the browser takes its picture. */
export function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    const media = matchMedia('print')
    const set = (next: boolean) => flushSync(() => setPrinting(next))
    const onBefore = () => set(true)
    const onAfter = () => set(false)
    const onChange = () => set(media.matches)
    addEventListener('beforeprint', onBefore)
    addEventListener('afterprint', onAfter)
    media.addEventListener('change', onChange)
    return () => {
      removeEventListener('beforeprint', onBefore)
      removeEventListener('afterprint', onAfter)
      media.removeEventListener('change', onChange)
    }
  }, [])
  return isPrinting
}
