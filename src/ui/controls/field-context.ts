import { createContext, use } from 'react'

interface FieldWiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  isChanged: boolean
}

export const FieldContext = createContext<FieldWiring | null>(null)

/** What a control needs from the `Field` around it; nothing outside of one. */
export function useFieldWiring() {
  const field = use(FieldContext)
  if (!field) return { aria: {} as Partial<Omit<FieldWiring, 'isChanged'>>, isChanged: false }
  const { isChanged, ...aria } = field
  return { aria, isChanged }
}
