import { ArrowDown, ArrowUp, Minus, Plus } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import type { DataColumn } from '@/ui/data-table/data-table-types.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { columnWidths, withinWidths } from './table-look.ts'

interface ColumnRowProps {
  column: DataColumn<Cvm>
  /** Why it cannot be left out or moved. */
  whyNot: string | null
  /** Among those that are shown, the name being the first; `null` where it is not. */
  place: { index: number; last: number } | null
  onShow: (isShown: boolean) => void
  onMove: (by: 1 | -1) => void
  onWidth: (width: number) => void
}

/** By how much a press changes a width, in px. */
const step = 24

/** One column of the fleet: whether it is shown, where, and how wide. */
export function ColumnRow({ column: { header, width, grow }, whyNot, place, onShow, onMove, onWidth }: ColumnRowProps) {
  const move = (by: 1 | -1, { index, last }: NonNullable<typeof place>, button: HTMLElement) => {
    onMove(by)
    // A row that changes its place may lose the focus by that.
    requestAnimationFrame(() => button.focus())
    announce(`${header} is column ${index + by + 1} of ${last + 1}`)
  }
  const resize = (by: number) => {
    const next = withinWidths(width + by)
    onWidth(next)
    announce(`${header} is ${next} pixels wide`)
  }
  return (
    <div className="flex min-h-8 items-center justify-between gap-2 pointer-coarse:min-h-11">
      <Checkbox
        label={header}
        hint={whyNot}
        checked={place !== null}
        disabled={whyNot !== null}
        onChange={(event) => onShow(event.target.checked)}
      />
      {place !== null && !grow ? (
        <div className="flex shrink-0">
          <Button
            size="sm"
            variant="quiet"
            icon={ArrowUp}
            tooltip="Move to the left"
            aria-label={`Move ${header} to the left`}
            disabledReason={place.index <= 1 ? 'It is the first after the name.' : null}
            onClick={({ currentTarget }) => move(-1, place, currentTarget)}
          />
          <Button
            size="sm"
            variant="quiet"
            icon={ArrowDown}
            tooltip="Move to the right"
            aria-label={`Move ${header} to the right`}
            disabledReason={place.index === place.last ? 'It is the last.' : null}
            onClick={({ currentTarget }) => move(1, place, currentTarget)}
          />
          <Button
            size="sm"
            variant="quiet"
            icon={Minus}
            tooltip="Narrower"
            aria-label={`Make ${header} narrower`}
            disabledReason={width <= columnWidths.least ? 'It cannot be narrower.' : null}
            onClick={() => resize(-step)}
          />
          <Button
            size="sm"
            variant="quiet"
            icon={Plus}
            tooltip="Wider"
            aria-label={`Make ${header} wider`}
            disabledReason={width >= columnWidths.most ? 'It cannot be wider.' : null}
            onClick={() => resize(step)}
          />
        </div>
      ) : null}
    </div>
  )
}
