import { counted } from '@/lib/counted.ts'
import { ChevronsUpDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { SegmentedControl } from '@/ui/controls/SegmentedControl.tsx'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { type DiffLine, type DiffPair, type DiffRow, foldSame, pairRows } from './diff-rows.ts'
import { useIsPrinting } from '@/ui/layout/use-is-printing.ts'
import { useMediaQuery } from '@/ui/layout/use-media-query.ts'
import { useTextDiff } from './use-text-diff.ts'

interface DiffViewProps {
  /** What the texts are, as in "Compose file". */
  label: string
  before: string
  after: string
}

const context = 3
/** Longer differences are shown in part first. */
const mostRows = 400

/** Two versions of a text: side by side where there is room, below each other where there is not. */
export function DiffView({ label, before, after }: DiffViewProps) {
  const [attempts, setAttempts] = useState(0)
  const found = useTextDiff(before, after, attempts)
  const diff = found === 'missing' ? null : found
  const isWide = useMediaQuery('(min-width: 1024px)')
  const isNarrow = useMediaQuery('(max-width: 639px)')
  const [layout, setLayout] = useState<'split' | 'unified'>('split')
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const [showsAll, setShowsAll] = useState(false)
  const rows = useMemo(() => (diff ? foldSame(diff.lines, context, opened) : []), [diff, opened])
  const isPrinting = useIsPrinting()
  const shown = showsAll || isPrinting ? rows : rows.slice(0, mostRows)
  const open = (at: number) => setOpened(new Set([...opened, at]))

  return (
    <div className="min-w-0 overflow-hidden rounded-md border border-line">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line bg-sunken px-3 py-1.5 text-12">
        <span className="font-medium">{label}</span>
        <span className="flex flex-wrap items-center gap-3">
          {diff ? (
            <span className="text-muted">
              <span className={diff.added > 0 ? 'font-medium text-changed' : undefined}>{counted(diff.added, 'line')} added</span>,{' '}
              <span className={diff.removed > 0 ? 'font-medium text-stop' : undefined}>{counted(diff.removed, 'line')} removed</span>
            </span>
          ) : null}
          {isWide ? (
            <SegmentedControl
              label="Layout of the difference"
              value={layout}
              onChange={setLayout}
              options={[
                { value: 'split', label: 'Side by side' },
                { value: 'unified', label: 'One column' },
              ]}
            />
          ) : null}
        </span>
      </div>
      {found === 'missing' ? (
        <div className="p-3">
          <PartMissing name="The comparison" onRetry={() => setAttempts(attempts + 1)} />
        </div>
      ) : diff ? (
        <section
          translate="no"
          aria-label={`Difference of ${label}`}
          // Long lines scroll, and a keyboard has to be able to do that.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-[32rem] overflow-auto print:max-h-none print:overflow-visible bg-raised font-mono text-12 leading-5 focus-visible:outline-offset-[-2px]"
        >
          {isWide && layout === 'split' ? (
            <SplitTable label={label} rows={shown} onOpen={open} />
          ) : (
            <UnifiedTable label={label} rows={shown} onOpen={open} isNarrow={isNarrow} />
          )}
        </section>
      ) : (
        <div aria-busy="true" className="space-y-2 p-3">
          <span className="sr-only">Comparing</span>
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      )}
      {before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n') ? (
        <p className="border-t border-line bg-sunken px-3 py-1.5 text-12 text-muted">
          {after.endsWith('\n') ? 'A line break was added at the very end.' : 'The line break at the very end was removed.'}
        </p>
      ) : null}
      {rows.length > shown.length ? (
        <button
          type="button"
          onClick={() => setShowsAll(true)}
          className="block h-9 w-full border-t border-line bg-sunken text-12 font-medium text-accent hover:bg-hover"
        >
          Show {rows.length - shown.length} more lines
        </button>
      ) : null}
    </div>
  )
}

const lineTones = { same: '', removed: 'bg-stop-soft', added: 'bg-changed-soft' }
const partTones = { same: '', removed: 'rounded-sm bg-stop/20', added: 'rounded-sm bg-changed/20' }
const signs = { same: ' ', removed: '−', added: '+' }
const signWords = { same: '', removed: 'removed: ', added: 'added: ' }

interface TableProps {
  label: string
  rows: DiffRow[]
  onOpen: (at: number) => void
}

/** On a phone lines wrap and share one column of numbers. */
const UnifiedTable = ({ label, rows, onOpen, isNarrow }: TableProps & { isNarrow: boolean }) => (
  <table className={classNames('w-full border-collapse', !isNarrow && 'min-w-max')}>
    <caption className="sr-only">{label}, before and after</caption>
    <thead className="sr-only">
      <tr>
        {isNarrow ? (
          <th scope="col">Line</th>
        ) : (
          <>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
          </>
        )}
        <th scope="col">Text</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) =>
        row.kind === 'gap' ? (
          <GapRow key={`gap-${row.at}`} lines={row.lines} columns={isNarrow ? 2 : 3} onOpen={() => onOpen(row.at)} />
        ) : (
          <tr key={keyOf(row)} className={lineTones[row.kind]}>
            {isNarrow ? (
              <NumberCell number={row.kind === 'removed' ? row.before : row.after} />
            ) : (
              <>
                <NumberCell number={row.kind === 'added' ? null : row.before} />
                <NumberCell number={row.kind === 'removed' ? null : row.after} />
              </>
            )}
            <TextCell line={row} isWrapped={isNarrow} />
          </tr>
        ),
      )}
    </tbody>
  </table>
)

function SplitTable({ label, rows, onOpen }: TableProps) {
  const pairs = useMemo(() => pairRows(rows), [rows])
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr-only">{label}, before and after</caption>
      <colgroup>
        <col className="w-12" />
        <col />
        <col className="w-12" />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Line before</th>
          <th scope="col">Before</th>
          <th scope="col">Line after</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) =>
          'gap' in pair ? (
            <GapRow key={`gap-${pair.gap}`} lines={pair.lines} columns={4} onOpen={() => onOpen(pair.gap)} />
          ) : (
            <tr key={pairKey(pair)}>
              <NumberCell number={pair.before && pair.before.kind !== 'added' ? pair.before.before : null} line={pair.before} />
              <TextCell line={pair.before} isWrapped />
              <NumberCell number={pair.after && pair.after.kind !== 'removed' ? pair.after.after : null} line={pair.after} />
              <TextCell line={pair.after} isWrapped />
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

const keyOf = (line: DiffLine) =>
  line.kind === 'same' ? `s${line.before}` : line.kind === 'removed' ? `r${line.before}` : `a${line.after}`
const pairKey = (pair: Exclude<DiffPair, { gap: number }>) =>
  `${pair.before ? keyOf(pair.before) : ''}/${pair.after ? keyOf(pair.after) : ''}`

const NumberCell = ({ number, line }: { number: number | null; line?: DiffLine | null }) => (
  <td
    className={classNames(
      'w-12 min-w-12 border-line px-2 text-right align-top text-muted tabular-nums select-none',
      line === null ? 'bg-sunken' : line ? lineTones[line.kind] : '',
    )}
  >
    {number}
  </td>
)

/** `line` is null where the other side has a line and this one has none. */
function TextCell({ line, isWrapped = false }: { line: DiffLine | null; isWrapped?: boolean }) {
  // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- a cell, not a control
  if (!line) return <td className="bg-sunken" />
  return (
    <td
      className={classNames(
        'pr-3 align-top',
        isWrapped ? 'pl-4 -indent-4 whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
        lineTones[line.kind],
      )}
    >
      <span aria-hidden className="inline-block w-4 indent-0 text-muted select-none">
        {signs[line.kind]}
      </span>
      <span className="sr-only">{signWords[line.kind]}</span>
      {line.kind === 'same'
        ? withoutReturn(line.text)
        : line.parts.map((part, index) => (
            // A line's parts never move.
            <span key={index} className={part.isChanged ? partTones[line.kind] : undefined}>
              {visibleReturn(part.text)}
            </span>
          ))}
    </td>
  )
}

const withoutReturn = (text: string) => text.replace(/\r$/, '')
/** A changed line end would otherwise look like a line that changed into itself. */
const visibleReturn = (text: string) => text.replaceAll('\r', '␍')

const GapRow = ({ lines, columns, onOpen }: { lines: number; columns: number; onOpen: () => void }) => (
  <tr className="border-y border-line bg-sunken">
    <td colSpan={columns} className="p-0">
      <button
        type="button"
        translate="yes"
        onClick={onOpen}
        className="flex h-7 w-full items-center gap-2 px-3 text-left font-sans text-12 text-muted hover:bg-hover hover:text-text"
      >
        <ChevronsUpDown aria-hidden className="size-3.5" />
        {counted(lines, 'line')} without changes
      </button>
    </td>
  </tr>
)
