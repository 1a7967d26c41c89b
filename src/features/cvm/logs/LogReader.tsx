import { Download, Pause, Play, RotateCw } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { counted } from '@/lib/counted.ts'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Checkbox } from '@/ui/controls/Checkbox.tsx'
import { Select } from '@/ui/controls/Select.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { plainText } from './ansi.ts'
import { logStanding } from './log-standing.ts'
import { LogTrouble } from './LogTrouble.tsx'
import { LogView } from './LogView.tsx'
import { type LogReading, useLog } from './use-log.ts'

interface LogReaderProps {
  cvmId: string
  logId: string
  /** As it is called on the page and in the file that is saved. */
  name: string
  /** Where the log itself is. */
  address: string | null
  /** A log that goes on; the machine's own output is read once. */
  canFollow: boolean
}

const tails = [500, 2_000, 20_000, 100_000]

const emptyWords: Record<LogReading['state'], string> = {
  reading: 'Nothing has been read yet.',
  following: 'Nothing was printed yet.',
  ended: 'Nothing was printed.',
  cut: 'Nothing could be read.',
  failed: 'Nothing could be read.',
}

/** One log: its newest lines, and those that come. */
export function LogReader({ cvmId, logId, name, address, canFollow }: LogReaderProps) {
  const [tail, setTail] = useState(2_000)
  const [attempt, setAttempt] = useState(0)
  const [isFollowing, setFollowing] = useState(true)
  const [wraps, setWraps] = useState(true)
  const [showsTime, setShowsTime] = useState(true)
  const [onlyFound, setOnlyFound] = useState(false)
  const [typed, setTyped] = useState('')
  /** What is shown meanwhile. */
  const [paused, setPaused] = useState<LogReading | null>(null)
  const reading = useLog({ cvmId, logId, tail, follow: canFollow, attempt })
  const search = useDeferredValue(typed).trim().toLowerCase()
  const held = paused ?? reading
  const { lines } = held
  const found = useMemo(
    () => (search === '' ? null : lines.filter((line) => plainText(line).toLowerCase().includes(search))),
    [lines, search],
  )
  const shown = onlyFound && found ? found : lines
  const isPartial = reading.state === 'cut' || reading.state === 'failed'
  const again = () => {
    setPaused(null)
    setAttempt(attempt + 1)
  }

  if (reading.state === 'failed' && reading.error && reading.lines.length === 0) {
    return <LogTrouble error={reading.error} address={address} onRetry={again} />
  }
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-sunken px-3 py-2">
        <span className="w-full sm:w-60">
          <TextInput
            type="search"
            aria-label={`Search in ${name}`}
            placeholder="Search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </span>
        <Checkbox label="Only lines found" checked={onlyFound} onChange={(event) => setOnlyFound(event.target.checked)} />
        <Checkbox label="Wrap" checked={wraps} onChange={(event) => setWraps(event.target.checked)} />
        <Checkbox label="Times" checked={showsTime} onChange={(event) => setShowsTime(event.target.checked)} />
        <Checkbox label="Follow" checked={isFollowing} onChange={(event) => setFollowing(event.target.checked)} />
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <Select
            aria-label="How many lines to begin with"
            value={tail}
            onChange={(event) => {
              setPaused(null)
              setTail(Number(event.target.value))
            }}
          >
            {tails.map((count) => (
              <option key={count} value={count}>
                last {counted(count, 'line')}
              </option>
            ))}
          </Select>
          {canFollow ? (
            <Button size="sm" icon={paused ? Play : Pause} onClick={() => setPaused(paused ? null : reading)}>
              {paused ? 'Continue' : 'Pause'}
            </Button>
          ) : (
            <Button size="sm" icon={RotateCw} onClick={again}>
              Read again
            </Button>
          )}
          <Button
            size="sm"
            icon={Download}
            aria-label={`Download ${name}`}
            tooltip="Download what is shown"
            disabledReason={shown.length === 0 ? 'There is nothing to save yet.' : null}
            onClick={() => saveTextFile(`${name}.log`, `${shown.map(plainText).join('\n')}\n`)}
          />
        </span>
      </div>
      {reading.state === 'reading' && lines.length === 0 ? (
        <div aria-busy="true" className="h-[min(36rem,65dvh)] space-y-2 p-3">
          <span className="sr-only">Reading the log</span>
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : shown.length === 0 ? (
        <p className="h-[min(36rem,65dvh)] bg-raised p-3 text-13 text-muted">
          {lines.length > 0 ? 'No line matches.' : emptyWords[held.state]}
        </p>
      ) : (
        <LogView
          label={name}
          lines={shown}
          wraps={wraps}
          showsTime={showsTime}
          search={search}
          isFollowing={isFollowing && paused === null}
          onFollow={setFollowing}
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line bg-sunken px-3 py-1.5 text-12 text-muted">
        <output className={isPartial ? 'font-medium text-caution' : undefined}>
          {logStanding(reading, { paused, shown: shown.length, found: found?.length ?? null })}
        </output>
        {canFollow && (reading.state === 'ended' || isPartial) ? (
          <Button size="sm" icon={RotateCw} onClick={again}>
            Read on
          </Button>
        ) : null}
      </div>
    </div>
  )
}
