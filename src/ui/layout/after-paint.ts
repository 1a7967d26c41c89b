/** A picture takes a few frames from the page to the screen. */
const onScreenMs = 50

/** Calls `then` once what has just been rendered is on screen, and not before. Returns how to call it off. */
export function afterPaint(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  // A frame's callbacks run right before it is painted. A tab that nobody sees has none.
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then, onScreenMs)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
