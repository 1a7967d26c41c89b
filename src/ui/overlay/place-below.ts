const gap = 4
const margin = 8
const roomEnough = 240

/** Puts a popover under its button with right edges in line, or above where there is more room. For `onBeforeToggle`. */
export function placeBelow(popup: HTMLElement, anchor: Element) {
  const at = anchor.getBoundingClientRect()
  const below = innerHeight - at.bottom
  const opensUp = below < roomEnough && at.top > below
  const { style } = popup
  style.right = `${Math.max(margin, document.documentElement.clientWidth - at.right)}px`
  style.top = opensUp ? 'auto' : `${at.bottom + gap}px`
  style.bottom = opensUp ? `${innerHeight - at.top + gap}px` : 'auto'
  style.maxHeight = `${(opensUp ? at.top : below) - gap - margin}px`
}
