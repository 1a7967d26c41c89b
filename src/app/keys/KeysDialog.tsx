import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { accountQuery } from '@/api/session/account-query.ts'
import { searchKeys } from '@/app/shell/search-shortcut.ts'
import { Switch } from '@/ui/controls/Switch.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { DialogPopup } from '@/ui/overlay/DialogPopup.tsx'
import { keyGroups, type KeyLine } from './key-list.ts'
import { singleKeysChoice } from './single-keys-choice.ts'

interface KeysDialogProps {
  /** Gets the focus back. */
  opener: Element | null
  onClose: () => void
}

/** Every key there is, and the switch for those that act alone: who dictates, or brushes the keyboard, would set them off. */
export function KeysDialog({ opener, onClose }: KeysDialogProps) {
  const isOn = useSyncExternalStore(singleKeysChoice.subscribe, singleKeysChoice.isOn)
  const isAdmin = useQuery(accountQuery).data?.isAdmin ?? false
  return (
    <DialogPopup open onClose={onClose} title="Keyboard shortcuts" opener={opener} size="lg">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {keyGroups({ search: searchKeys.shown, isAdmin }).map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 text-12 font-semibold text-muted">{title}</h3>
            <dl className="text-13">
              {lines.map((line) => (
                <Line key={line.ways.join()} line={line} isOff={line.isSingle && !isOn} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-5 border-t border-line pt-4">
        <Switch
          label="Single-key shortcuts"
          hint={`They act while you are not typing. Switch them off if you dictate or press keys by accident; ${searchKeys.shown} still works, and leads back here. This browser remembers it.`}
          checked={isOn}
          onChange={(event) => singleKeysChoice.choose(event.target.checked)}
        />
      </div>
    </DialogPopup>
  )
}

const Line = ({ line: { ways, does }, isOff }: { line: KeyLine; isOff: boolean }) => (
  <div className="flex min-h-8 items-center justify-between gap-4 border-b border-line/60 py-1">
    <dt className={classNames('min-w-0', isOff && 'text-muted')}>
      {does}
      {isOff ? <span className="text-12"> (off)</span> : null}
    </dt>
    <dd className="flex shrink-0 items-center gap-1.5">
      {ways.map((way) => (
        <span key={way} className="flex items-center gap-1">
          {way.split(' ').map((key) => (
            <kbd
              key={key}
              translate="no"
              className="inline-flex min-w-6 justify-center rounded-sm border border-line bg-sunken px-1.5 font-mono text-12"
            >
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </dd>
  </div>
)
