import {
  ArrowRight,
  CircleDashed,
  Copy,
  CornerDownLeft,
  Fingerprint,
  History,
  Info,
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  Pencil,
  Play,
  Power,
  RotateCw,
  Server,
  Sun,
} from 'lucide-react'
import { memo } from 'react'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { abbreviate } from '@/lib/abbreviate.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import type { Icon } from '@/ui/layout/icon.ts'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { type Entry, reasonAgainst } from './entries.ts'
import { type CvmMatch, piecesOf } from './find-cvms.ts'

const icons: Record<Entry['kind'], Icon> = {
  cvm: Server,
  fleet: Server,
  history: History,
  unfinished: CircleDashed,
  'instance-ids': Fingerprint,
  edit: Pencil,
  tab: ArrowRight,
  ask: ArrowRight,
  support: Info,
  start: Play,
  restart: RotateCw,
  shutdown: Power,
  copy: Copy,
  'theme-system': Monitor,
  'theme-light': Sun,
  'theme-dark': Moon,
  keys: Keyboard,
  'sign-out': LogOut,
}

interface ResultRowProps {
  id: string
  entry: Entry
  /** What is done in place has none. */
  href: string | undefined
  /** What was searched for. */
  typed: string
  isActive: boolean
  onPoint: (key: string) => void
  onChoose: (entry: Entry) => void
}

/** One thing that can be opened or done. Hundreds of keystrokes redraw the list, so a row is drawn again only when it changes. */
export const ResultRow = memo(function ResultRow({ id, entry, href, typed, isActive, onPoint, onChoose }: ResultRowProps) {
  const IconPart = icons[entry.kind]
  const reason = reasonAgainst(entry)
  return (
    <a
      id={id}
      href={reason ? undefined : href}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <option> is no link
      role="option"
      aria-selected={isActive}
      aria-disabled={reason ? true : undefined}
      tabIndex={-1}
      draggable={false}
      onPointerMove={isActive ? undefined : () => onPoint(entry.key)}
      onClick={(event) => {
        if (href && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) return // a new tab, and this stays open
        event.preventDefault()
        onChoose(entry)
      }}
      className={classNames(
        'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-13 pointer-coarse:min-h-11',
        reason ? 'text-muted' : 'cursor-pointer text-text',
        isActive && 'bg-accent-soft forced-colors:outline-2 forced-colors:-outline-offset-2',
      )}
    >
      <IconPart aria-hidden className={classNames('size-4 shrink-0', isActive && !reason ? 'text-accent' : 'text-muted')} />
      {entry.kind === 'cvm' ? (
        <CvmWords match={entry.match} typed={typed} />
      ) : (
        <span className="min-w-0 flex-1">
          <Marked text={entry.label} typed={typed} />
          {reason ? <span className="block text-12 text-muted">{reason}</span> : null}
        </span>
      )}
      <CornerDownLeft
        aria-hidden
        className={classNames('size-3.5 shrink-0 text-accent max-sm:hidden', (!isActive || reason) && 'invisible')}
      />
    </a>
  )
})

function CvmWords({ match: { cvm, id }, typed }: { match: CvmMatch; typed: string }) {
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 sm:flex-nowrap">
      <bdi translate="no" className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <Marked text={cvm.name} typed={typed} />
      </bdi>
      {id ? (
        <span className="order-last w-full shrink-0 text-12 text-muted sm:order-none sm:w-auto">
          {id.kind}{' '}
          <code translate="no" className="font-mono">
            {abbreviate(id.value, 6)}
          </code>
        </span>
      ) : null}
      <StatusBadge tone={cvm.inProgress ? 'moving' : statusTone(cvm.status)} label={statusLabel(cvm.status)} className="shrink-0 sm:w-28" />
    </span>
  )
}

/** What of it was searched for stands out, by weight and line. */
const Marked = ({ text, typed }: { text: string; typed: string }) =>
  piecesOf(text, typed).map((piece, at) =>
    piece.isFound ? (
      <mark key={at} className="bg-transparent font-semibold text-inherit underline decoration-accent underline-offset-3">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
