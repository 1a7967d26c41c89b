import type { EnvRow } from '@/updates/environment.ts'
import { rowElementId } from './row-look.ts'

/** Leads to the first control of a row that is, or after the next render will be, on the page. */
export function focusRow(row: EnvRow): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(rowElementId(row))
    element?.scrollIntoView({ block: 'center' })
    // Where a value is missing its field, else the first choice of the row.
    element?.querySelector<HTMLElement>('textarea:placeholder-shown, input')?.focus({ preventScroll: true })
  })
}
