import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

/** In place of the signing dialog after it was closed over a prompt that the wallet may still answer: the way back, without standing in the way. */
export const LeftPrompt = ({ isAsking, onReturn }: { isAsking: boolean; onReturn: () => void }) => (
  <Notice
    tone="onchain"
    title={isAsking ? 'A request is waiting in your wallet.' : 'A request to your wallet was not answered.'}
    actions={
      <Button variant="onchain" data-after-dialog onClick={onReturn}>
        Continue signing
      </Button>
    }
  >
    <p>Nothing is lost. This page continues by itself when the transaction is sent.</p>
  </Notice>
)
