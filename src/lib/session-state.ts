const ends = new Set<() => void>()
let beganAt = -1

/**
 * State that functions of a module share and that belongs to one session of the page: made when it is first asked for, thrown away by
 * `endSessionState`. `src/app/module-state.test.ts` keeps modules from holding any other.
 */
export function sessionState<State>(make: () => State, end?: (state: State) => void): () => State {
  let held: { state: State } | null = null
  return () => {
    if (held) return held.state
    const state = make()
    held = { state }
    ends.add(() => {
      held = null
      end?.(state)
    })
    return state
  }
}

/** The session is over: whoever comes next finds nothing of it. */
export function endSessionState() {
  const all = [...ends]
  ends.clear()
  for (const end of all) end()
  beganAt = performance.now()
}

/** `performance.now()` at which the present session of the page began; before any moment for the first one. */
export const sessionBeganAt = () => beganAt
