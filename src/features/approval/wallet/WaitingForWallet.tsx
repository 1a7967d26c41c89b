import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { AskingPhase } from './ask-wallet.ts'

interface WaitingForWalletProps {
  /** `connecting` stands for a prompt to connect or to change the network. */
  phase: Exclude<AskingPhase, 'looking'> | 'connecting'
  isSlow: boolean
  /** What is compared with what the wallet shows. */
  argument: 'hash' | 'device id'
  onStop: () => void
}

/** The wallet, or the chain, has the word. After a while it says what can be done about it, and lets one stop waiting. */
export function WaitingForWallet({ phase, isSlow, argument, onStop }: WaitingForWalletProps) {
  if (!isSlow) {
    return phase === 'asking' ? (
      <Notice tone="onchain" title="Confirm in your wallet.">
        <p>Compare contract and {argument} with what is shown below.</p>
      </Notice>
    ) : null
  }
  const { title, text, stop } = slowTexts[phase]
  return (
    <Notice
      tone="onchain"
      title={title}
      isAnnounced
      actions={
        <Button size="sm" onClick={onStop}>
          {stop}
        </Button>
      }
    >
      <p>{text}</p>
    </Notice>
  )
}

const promptWaits = {
  title: 'A request is waiting in your wallet.',
  text: 'Open the wallet from the browser’s toolbar if you do not see it. If you stop waiting, the request stays there until you answer it.',
  stop: 'Stop waiting',
}

const slowTexts: Record<WaitingForWalletProps['phase'], { title: string; text: string; stop: string }> = {
  asking: promptWaits,
  connecting: promptWaits,
  reaching: {
    title: 'Your wallet does not answer.',
    text: 'It was only asked for its account and network: there is nothing to confirm in it, and nothing was sent. Open and unlock it. If it stays silent, stop, and reload this page.',
    stop: 'Stop',
  },
  checking: {
    title: 'The chain is slow to answer.',
    text: 'Your wallet has not been asked yet, and nothing was sent.',
    stop: 'Stop',
  },
}
