import { type FocusEvent, type MouseEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useId, useRef } from 'react'

const hoverDelayMs = 250
const gap = 6
const margin = 8

/**
 * A text bubble on hover, focus and touch. It lives in the browser's top layer, so no scrolling frame cuts it off, and
 * is the trigger's description for screen readers. Spread `trigger` on the element and render `bubble` beside it. No text, no bubble.
 */
export function useTooltip(text: string | null | undefined, { mono = false }: { mono?: boolean } = {}) {
  const id = useId()
  const bubbleRef = useRef<HTMLSpanElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const shown = useRef<AbortController>(undefined)

  const hide = useCallback(() => {
    clearTimeout(timer.current)
    shown.current?.abort()
    bubbleRef.current?.hidePopover?.()
  }, [])

  const show = useCallback(
    (anchor: Element) => {
      const bubble = bubbleRef.current
      if (!bubble?.showPopover || !anchor.isConnected) return
      hide()
      bubble.showPopover()
      // Only while it is shown: a page has dozens of these.
      const options = { capture: true, signal: (shown.current = new AbortController()).signal }
      addEventListener('keydown', (event) => event.key === 'Escape' && hide(), options)
      addEventListener('scroll', hide, options)
      addEventListener('pointerdown', hide, options)
      const at = anchor.getBoundingClientRect()
      const size = bubble.getBoundingClientRect()
      const left = Math.min(Math.max(margin, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - margin)
      const above = at.top - size.height - gap
      bubble.style.left = `${left}px`
      bubble.style.top = `${above >= margin ? above : at.bottom + gap}px`
    },
    [hide],
  )

  useEffect(() => hide, [hide])

  const trigger = text
    ? {
        'aria-describedby': id,
        onPointerEnter: (event: PointerEvent) => {
          if (event.pointerType === 'touch') return
          const anchor = event.currentTarget
          clearTimeout(timer.current)
          timer.current = setTimeout(() => show(anchor), hoverDelayMs)
        },
        onPointerLeave: hide,
        onFocus: (event: FocusEvent) => event.target.matches(':focus-visible') && show(event.currentTarget),
        onBlur: hide,
        onClick: (event: MouseEvent) => show(event.currentTarget),
      }
    : {}

  const bubble: ReactNode = text ? (
    <span
      translate={mono ? 'no' : undefined}
      ref={bubbleRef}
      id={id}
      role="tooltip"
      popover="manual"
      className={`pointer-events-none fixed inset-auto m-0 max-w-xs rounded-md border border-line bg-text px-2 py-1 text-12 break-words whitespace-normal text-raised ${mono ? 'font-mono break-all' : ''}`}
    >
      {text}
    </span>
  ) : null

  return { id, trigger, bubble, show }
}
