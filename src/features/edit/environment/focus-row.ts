import type { EnvRow } from '@/updates/environment/environment-set.ts'
import { fieldElementId } from '@/features/edit/field-props.ts'
import { rowElementId } from './row-look.ts'

/** Leads to the first control of a row that is, or after the next render will be, on the page. */
export function focusRow(row: EnvRow): void {
  requestAnimationFrame(() => focusIn(document.getElementById(rowElementId(row))))
}

/** Leads to the first row that keeps the set from being sent, or to the beginning of the section. */
export function focusFirstOpen(): void {
  const section = document.getElementById(fieldElementId('envNames'))
  focusIn(section?.querySelector<HTMLElement>('li[data-open]') ?? section)
}

function focusIn(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'center' })
  // A name or a value that is missing or wrong, else the first choice of the row.
  const wanted = ['input:placeholder-shown', 'input[aria-invalid]', 'textarea:placeholder-shown', 'input']
  const control = wanted.map((selector) => element?.querySelector<HTMLElement>(selector)).find(Boolean)
  control?.focus({ preventScroll: true })
}
