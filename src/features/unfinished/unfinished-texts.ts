import { CircleHelp, Fingerprint, Handshake, Hourglass, type LucideIcon, PencilLine, RefreshCw, ShieldCheck, Wallet } from 'lucide-react'
import type { BadgeTone } from '@/ui/feedback/Badge.tsx'
import type { UnfinishedItem } from '@/updates/drafts/unfinished.ts'

interface UnfinishedText {
  status: string
  /** What is safe, in one sentence. */
  meaning: string
  action: string
  icon: LucideIcon
  tone: BadgeTone
}

export const unfinishedTexts: Record<UnfinishedItem['kind'], UnfinishedText> = {
  draft: {
    status: 'Draft',
    meaning: 'Edited here; nothing was sent.',
    action: 'Continue editing',
    icon: PencilLine,
    tone: 'changed',
  },
  'answer-unknown': {
    status: 'Answer unknown',
    meaning: 'It was sent, and no answer came. It is looked up before anything is sent again.',
    action: 'See what happened',
    icon: CircleHelp,
    tone: 'caution',
  },
  prepared: {
    status: 'Prepared for approval',
    meaning:
      'Waits for the contract’s owner for about 14 days. Once the hash is allowed, this console or whoever has the finisher link starts it.',
    action: 'See where it stands',
    icon: Handshake,
    tone: 'onchain',
  },
  'needs-signature': {
    status: 'Waits for a signature',
    meaning: 'Prepared for about 14 days. The running version is untouched until the compose hash is registered.',
    action: 'Continue to sign',
    icon: Fingerprint,
    tone: 'onchain',
  },
  'wallet-asked': {
    status: 'Wallet was asked',
    meaning: 'The request may still be open in your wallet. The chain is looked at before you are asked again.',
    action: 'Continue to sign',
    icon: Wallet,
    tone: 'onchain',
  },
  'waiting-for-block': {
    status: 'Waits for a block',
    meaning: 'Signed and sent. Nothing is needed from your wallet.',
    action: 'Follow the transaction',
    icon: Hourglass,
    tone: 'onchain',
  },
  'needs-confirmation': {
    status: 'Registered, not confirmed',
    meaning: 'The hash is on the chain. Confirming needs your key, not your wallet.',
    action: 'Confirm',
    icon: ShieldCheck,
    tone: 'verified',
  },
  running: {
    status: 'Running when last seen',
    meaning: 'The server accepted it and works on it, whether or not a page is open.',
    action: 'See progress',
    icon: RefreshCw,
    tone: 'accent',
  },
}
