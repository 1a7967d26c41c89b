import { CircleQuestionMark, Eye, EyeOff, LockKeyhole } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { visibilityWords } from '@/domain/visibility-texts.ts'
import { Card } from '@/ui/layout/Card.tsx'

/** Who can see what, in words. */
export const VisibilityCard = ({ cvm: { visibility } }: { cvm: Cvm }) => (
  <Card title="Visibility" icon={LockKeyhole}>
    <ul className="space-y-3">
      {(['publicLogs', 'publicSysinfo', 'publicTcbinfo'] as const).map((name) => {
        const isPublic = visibility[name]
        const { label, whenPublic, whenPrivate } = visibilityWords[name]
        const Mark = isPublic === null ? CircleQuestionMark : isPublic ? Eye : EyeOff
        return (
          <li key={name} className="flex gap-2.5 text-13">
            <Mark aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <div>
              <p>
                <span className="font-medium">{label}</span>{' '}
                <span className="text-muted">{isPublic === null ? 'not reported' : isPublic ? 'public' : 'private'}</span>
              </p>
              {isPublic === null ? null : <p className="text-12 text-muted">{isPublic ? whenPublic : whenPrivate}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  </Card>
)
