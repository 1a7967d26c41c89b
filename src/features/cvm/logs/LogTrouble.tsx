import { ApiError } from '@/api/api-error.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { ExternalLink } from '@/ui/controls/ExternalLink.tsx'
import { absenceText } from '@/domain/absence-texts.ts'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface LogTroubleProps {
  error: Error
  /** Where the log itself is, as the API says. */
  address: string | null
  onRetry: () => void
}

/** By the gateway's own codes: what is the matter, and what to do. */
const words: Record<string, { title: string; text: string; isFinal?: true }> = {
  GATEWAY_LOGS_NOT_SET: {
    title: 'This console is not set up to read logs.',
    text: 'Whoever runs it has not listed the hosts that it may read them from (LOG_HOSTS). The log can be opened at its own address.',
    isFinal: true,
  },
  GATEWAY_LOG_HOST_REFUSED: {
    title: 'This console does not read logs at that host.',
    text: 'Whoever runs it did not list the host in LOG_HOSTS, or its name leads to an address that is not public. The log can be opened at its own address.',
    isFinal: true,
  },
  GATEWAY_LOG_NOT_NAMED: {
    title: 'The server names no address for this log.',
    text: 'Logs that are not public have none, and so have containers that are gone. “Logs” under Visibility makes them public with the next update.',
  },
  GATEWAY_LOG_NOT_PUBLIC: {
    title: 'The logs of this CVM are not public.',
    text: 'Only public logs can be read from outside. “Logs” under Visibility makes them public with the next update.',
    isFinal: true,
  },
  GATEWAY_LOG_DRIVER: {
    title: 'This container keeps no logs that could be read.',
    text: 'Its logging driver does not support reading: what it prints goes somewhere else, as its compose file says.',
    isFinal: true,
  },
  GATEWAY_LOG_UNREACHABLE: {
    title: 'The CVM could not be reached.',
    text: 'Its host did not answer. It may be starting, stopped, or without a network at the moment.',
  },
  GATEWAY_LOG_REFUSED: {
    title: 'The CVM’s host did not return the log.',
    text: 'The container may be gone, or the CVM may not run at the moment.',
  },
}

/** In place of a log that cannot be read. */
export function LogTrouble({ error, address, onRetry }: LogTroubleProps) {
  const { kind, code } = error instanceof ApiError ? error : { kind: null, code: null }
  const known = code === null ? undefined : words[code]
  return (
    <div className="p-4">
      <Notice
        title={known?.title ?? 'The log cannot be shown.'}
        isAnnounced
        actions={
          <>
            {known?.isFinal ? null : (
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            )}
            {address?.startsWith('https://') ? <ExternalLink href={address}>Open the log itself</ExternalLink> : null}
          </>
        }
      >
        {known?.text ?? absenceText(kind)}
      </Notice>
    </div>
  )
}
