/** Work that belongs to the present state of something, and to no later one: at most one piece at a time. */
export interface PresentWork {
  /**
   * Ends what is under way, and begins this in its place. `failed` is told of a failure, unless the work was ended before. Resolves once
   * the work is over, one way or another.
   */
  begin: (work: (tools: WorkTools) => Promise<void>, failed: (error: unknown) => void) => Promise<void>
  /** Aborts what is under way; nothing that it finds out later is heard. */
  end: () => void
}

export interface WorkTools {
  /** Fires as soon as the work is not the present one any more. */
  signal: AbortSignal
  /** What goes through here is dropped from then on. */
  ifPresent: <Arguments extends unknown[]>(action: (...args: Arguments) => void) => (...args: Arguments) => void
}

export function createPresentWork(): PresentWork {
  let present: AbortController | null = null
  const end = () => {
    present?.abort(ended)
    present = null
  }
  return {
    begin(work, failed) {
      end()
      const mine = new AbortController()
      present = mine
      const ifPresent: WorkTools['ifPresent'] =
        (action) =>
        (...args) => {
          if (!mine.signal.aborted) action(...args)
        }
      return work({ signal: mine.signal, ifPresent }).catch(ifPresent(failed))
    },
    end,
  }
}

/** Why the work was stopped: what it was for is no longer the present state. */
class WorkEnded extends Error {
  override name = 'WorkEnded'
}

/** One for all: where it was thrown says nothing, and finding that out takes longer than everything else here. */
const ended = new WorkEnded()
