import { needsSignIn } from '@/domain/failure.ts'
import { updateFailureText } from '@/updates/engine/update-failure-text.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Failure } from '@/updates/engine/update-machine.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Countdown } from '@/ui/feedback/Countdown.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { lookingUp } from '@/features/review/update-texts.ts'

/** What is true of the whole page: who drives, what cannot be read, what had to be dropped. */
export function WholePageNotices({ update }: { update: UpdateHandle }) {
  const { isRecovering, isFollowing, notice, chainTrouble, apiTrouble, takeOver } = update
  return (
    <>
      {isRecovering ? (
        <Notice tone="neutral" title={lookingUp} isAnnounced>
          The server and the chain are asked; what this browser remembers is only a hint.
        </Notice>
      ) : null}
      {isFollowing ? (
        <Notice
          tone="caution"
          title="Another tab drives this update."
          isAnnounced
          actions={
            <Button size="sm" onClick={takeOver}>
              Take over
            </Button>
          }
        >
          This tab follows along. If you take over, server and chain are asked first; nothing is signed twice.
        </Notice>
      ) : null}
      {notice ? <Notice title={notice} isAnnounced /> : null}
      {chainTrouble ? (
        <Notice tone="caution" title={chainTrouble.title} isAnnounced>
          {chainTrouble.text}
        </Notice>
      ) : null}
      {apiTrouble ? <ApiTroubleNotice trouble={apiTrouble} /> : null}
    </>
  )
}

/** The engine goes on by itself, so this says why it waits and for how long. */
function ApiTroubleNotice({ trouble }: { trouble: Failure }) {
  const isKeyRefused = trouble.kind === 'signed-out'
  return (
    <Notice tone="caution" title={isKeyRefused ? 'A key is needed to continue.' : updateFailureText(trouble).title} isAnnounced>
      {trouble.continuesAt ? (
        <>
          Continuing in <Countdown to={trouble.continuesAt} />. Nothing is lost meanwhile.
        </>
      ) : needsSignIn(trouble.kind) ? (
        isKeyRefused ? (
          'The update stays at this step until you enter one.'
        ) : (
          'The update stays at this step until you choose how to continue.'
        )
      ) : (
        'The console keeps trying; nothing is sent twice.'
      )}
    </Notice>
  )
}
