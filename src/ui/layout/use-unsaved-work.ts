import { useEffect, useEffectEvent } from 'react'

const question = 'cvm-console:before-reload'

/** Asks every part of the page whether it holds something that loading the page again would lose. */
export const isAnythingUnsaved = () => !dispatchEvent(new Event(question, { cancelable: true }))

/** Says so for what stands in no field of the page; whatever was typed into a field is known without. */
export function useUnsavedWork(isUnsaved: () => boolean): void {
  const answer = useEffectEvent((event: Event) => {
    if (isUnsaved()) event.preventDefault()
  })
  useEffect(() => {
    const onQuestion = (event: Event) => answer(event)
    addEventListener(question, onQuestion)
    return () => removeEventListener(question, onQuestion)
  }, [])
}
