import { performance } from 'node:perf_hooks'
import type { LoggedRequest } from './request-log.ts'

/** Upper ends in seconds, from what the gateway itself takes to the longest it waits for an upstream. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

interface Series {
  method: string
  route: string
  status: string
  seconds: number
  count: number
  /** How many fell into each bucket alone. */
  fell: number[]
}

export interface Metrics {
  observe: (request: LoggedRequest) => void
  /** A request that Node's parser refused before there was one: too large a header, two lengths, too slow. */
  refused: (code: string) => void
  /** Everything so far, in the text format of Prometheus (version 0.0.4). */
  text: () => string
}

/** Knows methods, route templates and status codes; the number of its series has a bound, whatever is asked for. */
export function createMetrics({ connections = () => 0 }: { connections?: () => number } = {}): Metrics {
  const series = new Map<string, Series>()
  const refusals = new Map<string, number>()

  return {
    observe({ method, route, status, ms }) {
      const key = `${method} ${route} ${status}`
      let one = series.get(key)
      if (!one) series.set(key, (one = { method, route, status: String(status), seconds: 0, count: 0, fell: buckets.map(() => 0) }))
      one.count += 1
      one.seconds += ms / 1000
      const at = buckets.findIndex((end) => ms / 1000 <= end)
      if (at >= 0) one.fell[at]! += 1 // within the buckets
    },
    refused(code) {
      refusals.set(code, (refusals.get(code) ?? 0) + 1)
    },
    text() {
      const lines = [
        '# TYPE console_requests_total counter',
        '# HELP console_requests_total Answered requests by method, route and status.',
      ]
      const all = [...series.values()]
      const labels = ({ method, route, status }: Series) => `method=${quoted(method)},route=${quoted(route)},status=${quoted(status)}`
      for (const one of all) lines.push(`console_requests_total{${labels(one)}} ${one.count}`)
      lines.push('# TYPE console_request_seconds histogram', '# HELP console_request_seconds From the request to the head of its answer.')
      for (const one of all) {
        let sum = 0
        for (const [at, end] of buckets.entries()) {
          sum += one.fell[at]! // one for each bucket
          lines.push(`console_request_seconds_bucket{${labels(one)},le="${end}"} ${sum}`)
        }
        lines.push(`console_request_seconds_bucket{${labels(one)},le="+Inf"} ${one.count}`)
        lines.push(
          `console_request_seconds_sum{${labels(one)}} ${one.seconds}`,
          `console_request_seconds_count{${labels(one)}} ${one.count}`,
        )
      }
      lines.push('# TYPE console_refused_total counter', '# HELP console_refused_total What was refused before it was a request, by why.')
      for (const [code, count] of refusals) lines.push(`console_refused_total{code=${quoted(code)}} ${count}`)
      const { heapUsed, rss } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      for (const [name, type, value] of [
        ['console_open_connections', 'gauge', connections()],
        ['process_cpu_seconds_total', 'counter', (user + system) / 1e6],
        ['process_resident_memory_bytes', 'gauge', rss],
        ['process_start_time_seconds', 'gauge', performance.timeOrigin / 1000],
        ['nodejs_heap_size_used_bytes', 'gauge', heapUsed],
      ] as const) {
        lines.push(`# TYPE ${name} ${type}`, `${name} ${value}`)
      }
      return `${lines.join('\n')}\n`
    },
  }
}

const quoted = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
