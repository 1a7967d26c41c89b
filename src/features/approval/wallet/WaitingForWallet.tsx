import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** The wallet has the word. After a while it says how to find the wallet, and lets one stop waiting. */
export const WaitingForWallet = ({ isSlow, onStopWaiting }: { isSlow: boolean; onStopWaiting: () => void }) =>
  isSlow ? (
    <Notice
      tone="onchain"
      title="A request is waiting in your wallet."
      actions={
        <Button size="sm" onClick={onStopWaiting}>
          Stop waiting
        </Button>
      }
    >
      <p>
        Open the wallet from the browser’s toolbar if you do not see it. Should you stop waiting, the request stays there until you answer
        it.
      </p>
    </Notice>
  ) : (
    <Notice tone="onchain" title="Confirm in your wallet.">
      <p>Compare contract and hash with what is shown below.</p>
    </Notice>
  )
