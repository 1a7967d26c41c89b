import type { ComponentType } from 'react'

/** An icon component, such as any of lucide's. The part that shows it decides its size; a word beside it carries the meaning. */
export type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean; strokeWidth?: number }>
