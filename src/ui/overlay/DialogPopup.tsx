import { CSPProvider } from '@base-ui/react/csp-provider'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { DialogProps } from './dialog-props.ts'

/** Nothing opened it from there: the page's heading has the focus for want of a better place, and there may be one when the dialog closes. */
const nowhere = 'body, main h1'

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' }

interface DialogPopupProps extends DialogProps {
  /** Gets the focus back. */
  opener: Element | null
  /** Nothing but its children, near the top of the window: its title is only heard, and they have to offer a way to close it. */
  isBare?: boolean
}

/** The part of `Dialog` that is loaded when needed. */
export function DialogPopup({
  open,
  onClose,
  title,
  description,
  footer,
  size = 'md',
  tone = 'plain',
  modal = true,
  isPersistent = false,
  isTall = false,
  children,
  opener,
  isBare = false,
}: DialogPopupProps) {
  return (
    <CSPProvider disableStyleElements>
      <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()} modal={modal} disablePointerDismissal={isPersistent}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Viewport
            className={classNames(
              'fixed inset-0 z-40 flex justify-center overflow-hidden',
              // From a fixed top and not in the middle: one that grows must not move what is pressed in it.
              'sm:items-start sm:px-6 sm:pt-[min(12dvh,6rem)] sm:pb-6',
              isBare ? 'items-start p-2' : 'items-end',
            )}
          >
            <Dialog.Popup
              finalFocus={() => (opener?.matches(nowhere) ? false : opener instanceof HTMLElement && opener.isConnected ? opener : true)}
              className={classNames(
                'flex w-full flex-col border bg-raised transition-opacity duration-100 focus:outline-none data-ending-style:opacity-0 data-starting-style:opacity-0 sm:max-h-full sm:rounded-lg',
                isBare ? 'max-h-full overflow-hidden rounded-lg' : 'max-h-[92dvh] rounded-t-lg',
                isTall && 'h-[92dvh] sm:h-[46rem]',
                isBare ? 'max-w-2xl' : widths[size],
                tone === 'onchain' ? 'border-onchain/60' : 'border-line',
              )}
            >
              {isBare ? (
                <>
                  <Dialog.Title className="sr-only">{title}</Dialog.Title>
                  {children}
                </>
              ) : (
                <>
                  <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
                    <div className="min-w-0">
                      <Dialog.Title className="text-16 font-semibold [overflow-wrap:anywhere]">{title}</Dialog.Title>
                      {description ? <Dialog.Description className="mt-1 text-13 text-muted">{description}</Dialog.Description> : null}
                    </div>
                    <Dialog.Close
                      aria-label="Close"
                      className="-mr-1.5 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text pointer-coarse:size-11"
                    >
                      <X aria-hidden className="size-4" />
                    </Dialog.Close>
                  </div>
                  <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
                  {footer ? (
                    <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
                  ) : null}
                </>
              )}
            </Dialog.Popup>
          </Dialog.Viewport>
        </Dialog.Portal>
      </Dialog.Root>
    </CSPProvider>
  )
}
