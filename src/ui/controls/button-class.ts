import { classNames } from '@/ui/layout/class-names.ts'

/** `onchain` is for what touches the chain or asks for a signature, and for nothing else. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'onchain'
export type ButtonSize = 'sm' | 'md'

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-100 aria-disabled:cursor-not-allowed'

const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 px-2 text-12 pointer-coarse:h-11 pointer-coarse:px-3',
  md: 'h-8 px-3 text-13 pointer-coarse:h-11 pointer-coarse:px-4',
}

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-accent-on hover:bg-accent-strong',
  secondary: 'border-line bg-raised text-text hover:border-edge hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
  danger: 'border-transparent bg-stop text-stop-on hover:bg-stop-strong',
  onchain: 'border-transparent bg-onchain text-onchain-on hover:bg-onchain-strong',
}

/** Not possible now: still there, still readable, plainly not pressable. */
const unavailable = 'border-line bg-sunken text-muted'

/** The look of a button, also for links that act as one. */
export const buttonClass = (
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  { isDisabled = false }: { isDisabled?: boolean } = {},
) => classNames(base, sizes[size], isDisabled ? unavailable : variants[variant])
