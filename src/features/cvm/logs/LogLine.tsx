import { type CSSProperties, memo } from 'react'
import { type AnsiColor, ansiSpans } from './ansi.ts'
import { splitTime } from './log-lines.ts'

/** Readable on both themes’ ground; the eight colours of a terminal are not. */
const colors: Record<AnsiColor, CSSProperties> = {
  red: { color: 'light-dark(#a8133a, #ff9db1)' },
  green: { color: 'light-dark(#17663a, #74d699)' },
  yellow: { color: 'light-dark(#7a4a00, #f2bd5c)' },
  blue: { color: 'light-dark(#1d56ad, #93c0ff)' },
  magenta: { color: 'light-dark(#7424a8, #dcaaff)' },
  cyan: { color: 'light-dark(#0b6473, #74d6e6)' },
  dim: { color: 'var(--muted)' },
}

interface LogLineProps {
  line: string
  showsTime: boolean
  /** In lower case; empty marks nothing. */
  search: string
}

/** One line: its time where that is wanted, its colours, and what was looked for marked. Made once, while others keep arriving. */
export const LogLine = memo(function LogLine({ line, showsTime, search }: LogLineProps) {
  const { time, text } = splitTime(line)
  return (
    <>
      {showsTime && time ? <span className="text-muted select-none">{time.slice(0, 23).replace('T', ' ')} </span> : null}
      {ansiSpans(text).map(({ text: part, color, isBold }, at) => (
        // A line's parts never move.
        <span key={at} style={color ? colors[color] : undefined} className={isBold ? 'font-semibold' : undefined}>
          {search === '' ? part : <Marked text={part} search={search} />}
        </span>
      ))}
    </>
  )
})

function Marked({ text, search }: { text: string; search: string }) {
  const lower = text.toLowerCase()
  // Where lower case is of another length, places would be wrong.
  if (lower.length !== text.length || !lower.includes(search)) return text
  const parts = lower.split(search)
  let at = 0
  return parts.map((part, index) => {
    const plain = text.slice(at, at + part.length)
    const found = text.slice(at + part.length, at + part.length + search.length)
    at += part.length + search.length
    return (
      <span key={index}>
        {plain}
        {index < parts.length - 1 ? <mark className="rounded-sm bg-caution-soft text-text ring-1 ring-caution/50">{found}</mark> : null}
      </span>
    )
  })
}
