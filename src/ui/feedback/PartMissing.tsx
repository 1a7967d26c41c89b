import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from './Notice.tsx'

interface PartMissingProps {
  /** As it begins a sentence: "The choice of columns". */
  name: string
  onRetry: () => void
  /** It was asked for, and is no longer once this was pressed. */
  onClose?: (() => void) | undefined
  /** It would have lain above the page: so do these words. */
  isAbove?: boolean
}

/** In place of a part of the page that could not be shown: the rest goes on. */
export const PartMissing = ({ name, onRetry, onClose, isAbove = false }: PartMissingProps) => (
  <div role="alert" className={isAbove ? 'fixed inset-x-4 bottom-4 z-50 mx-auto max-w-lg' : 'min-w-0'}>
    <Notice
      tone="caution"
      title={`${name} could not be loaded.`}
      className={isAbove ? 'shadow-menu' : undefined}
      actions={
        <>
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
          {onClose ? (
            <Button size="sm" variant="quiet" onClick={onClose}>
              Go on without it
            </Button>
          ) : null}
        </>
      }
    >
      The rest of the page works, and nothing that you entered is lost.
    </Notice>
  </div>
)
