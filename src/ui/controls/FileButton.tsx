import { useRef } from 'react'
import { Button, type ButtonProps } from './Button.tsx'

interface FileButtonProps extends Pick<
  ButtonProps,
  'variant' | 'size' | 'icon' | 'disabledReason' | 'tooltip' | 'aria-label' | 'children'
> {
  /** Names the hidden input. */
  label: string
  /** As an input's `accept`: a help while choosing, no promise about what is chosen. */
  accept: string
  onChoose: (file: File) => void
}

/** A button that lets a file be chosen. */
export function FileButton({ label, accept, onChoose, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = '' // so that the same file can be chosen again after it was changed
          if (file) onChoose(file)
        }}
      />
    </>
  )
}
