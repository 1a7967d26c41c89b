import { absenceText } from '@/domain/absence-texts.ts'
import { fields, type FieldName } from '@/updates/fields/fields.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface UnreadTextNoticeProps {
  fields: FieldName[]
  /** Why the stored configuration could not be read, as a sentence. */
  because: string | null
  onRetry: () => void
}

/** Texts were edited before, and the stored ones cannot be read now: what they would replace is not known. */
export const UnreadTextNotice = ({ fields: names, because, onRetry }: UnreadTextNoticeProps) => (
  <Notice
    tone="caution"
    title={`${names.map((name) => fields[name].label).join(', ')}: the stored text could not be read.`}
    isAnnounced
    actions={
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    {because === absenceText(null) ? null : because} Whether somebody else changed it since you did is not known, so it cannot be reviewed
    yet. Your text is kept.
  </Notice>
)
