import { createContext } from 'react'

/**
 * Why no `Button` below can be pressed for now; `null` holds none. One that has a reason of its own says that one. For a part of a page whose
 * presses would come to nothing: each button says so, whoever adds it.
 */
export const HeldButtons = createContext<string | null>(null)
