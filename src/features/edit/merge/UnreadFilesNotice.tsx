import { absenceText } from '@/domain/absence-texts.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface UnreadFilesNoticeProps {
  /** Why, as a sentence. */
  because: string | null
  isTrying: boolean
  onRetry: () => void
}

/** What the files hold could not be read, and that may pass. */
export const UnreadFilesNotice = ({ because, isTrying, onRetry }: UnreadFilesNoticeProps) => (
  <Notice
    tone="caution"
    title="The stored files could not be read."
    actions={
      <Button size="sm" busy={isTrying} onClick={onRetry}>
        Try again
      </Button>
    }
  >
    {because === absenceText(null) ? null : because} Until they are, the compose file, the script, the environment and the app compose
    cannot be edited here. What you change elsewhere on this page is kept.
  </Notice>
)
