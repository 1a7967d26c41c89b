/** Calls `then` once what has just been rendered is on screen, and not before. Returns how to call it off. */
export function afterPaint(then: () => void): () => void {
  // A frame's callbacks run right before it is painted: in those of the next one it has been.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(then)
  })
  return () => cancelAnimationFrame(frame)
}
