import { classNames } from '@/ui/layout/class-names.ts'

/** The row that tabs stand in; it scrolls sideways by itself where there is no room. */
export const tabListClass = 'flex gap-5 overflow-x-auto border-b border-line'

/** The look of one tab, for links as well: `<Link className={tabClass(false)} activeProps={{ className: tabClass(true) }}>`. */
export const tabClass = (isActive: boolean) =>
  classNames(
    '-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 text-13 font-medium whitespace-nowrap focus-visible:outline-offset-[-2px] pointer-coarse:h-11',
    isActive ? 'border-accent text-text' : 'border-transparent text-muted hover:border-edge hover:text-text',
  )
