import { Unlink } from 'lucide-react'
import type { LinkProblem } from '@/updates/handover/handover-link.ts'
import { Card } from '@/ui/layout/Card.tsx'

type LinkKind = 'approval link' | 'finisher link'

const problemTexts: Record<LinkProblem, (kind: LinkKind) => { title: string; text: string; next: string }> = {
  empty: (kind) => ({
    title: `This is not a complete ${kind}`,
    text: 'The part of the address after the # is missing. It says what this is about.',
    next: 'Open the whole link as it was sent to you. Some programs cut it off.',
  }),
  damaged: (kind) => ({
    title: `This ${kind} is incomplete or was changed`,
    text: 'It was cut off or altered on the way, so nothing can be done with it.',
    next: 'Ask whoever sent it to copy it once more.',
  }),
  'other-version': (kind) => ({
    title: `This ${kind} is from another version`,
    text: 'The console that made it writes links in another format.',
    next: 'Open it in that console.',
  }),
  'kms-contract': (kind) => ({
    title: `This ${kind} names the wrong contract`,
    text: 'It says that the key server’s contract is the app contract. Compose hashes do not belong there.',
    next: 'Do not use it, and tell whoever sent it.',
  }),
}

/** What is wrong with a link, and where a good one comes from. */
export function BrokenLink({ kind, problem }: { kind: LinkKind; problem: LinkProblem }) {
  const { title, text, next } = problemTexts[problem](kind)
  return (
    <Card>
      <div className="flex flex-col items-center px-6 py-10 text-center" role="alert">
        <Unlink aria-hidden className="mb-3 size-6 text-muted" strokeWidth={1.5} />
        <h1 tabIndex={-1} className="text-20 font-semibold focus:outline-none">
          {title}
        </h1>
        <p className="mt-1 max-w-md text-13 text-muted">{text}</p>
        <p className="mt-1 max-w-md text-13">{next}</p>
      </div>
    </Card>
  )
}
