import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from './Notice.tsx'

interface LeftRequestNoticeProps {
  /** Its transaction was sent and is not in a block yet; otherwise the hash is allowed. */
  isOnItsWay: boolean
  onForget: () => void
}

/** The call is made, or on its way, and another request for it is still in a wallet of this browser: approving that one costs a fee for nothing. */
export const LeftRequestNotice = ({ isOnItsWay, onForget }: LeftRequestNoticeProps) => (
  <Notice
    tone="caution"
    title="A request may still be open in your wallet. Reject it."
    actions={
      <Button size="sm" onClick={onForget}>
        It is not in my wallet
      </Button>
    }
  >
    {isOnItsWay
      ? 'The call is on its way, so nothing more has to be signed. Approving this request as well would cost a second fee.'
      : 'The hash is registered, so nothing has to be signed any more. Approving the request would only cost a second fee.'}
  </Notice>
)
