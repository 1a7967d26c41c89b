import { CSPProvider } from '@base-ui/react/csp-provider'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { classNames } from './class-names.ts'
import type { DialogProps } from './Dialog.tsx'

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' }

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
  children,
  opener,
}: DialogProps & { opener: Element | null }) {
  return (
    <CSPProvider disableStyleElements>
      <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()} modal={modal} disablePointerDismissal={isPersistent}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-hidden sm:items-center sm:p-6">
            <Dialog.Popup
              finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)}
              className={classNames(
                'flex max-h-[92dvh] w-full flex-col rounded-t-lg border bg-raised transition-opacity duration-100 focus:outline-none data-ending-style:opacity-0 data-starting-style:opacity-0 sm:max-h-full sm:rounded-lg',
                widths[size],
                tone === 'onchain' ? 'border-onchain/60' : 'border-line',
              )}
            >
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
              {footer ? <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</div> : null}
            </Dialog.Popup>
          </Dialog.Viewport>
        </Dialog.Portal>
      </Dialog.Root>
    </CSPProvider>
  )
}
