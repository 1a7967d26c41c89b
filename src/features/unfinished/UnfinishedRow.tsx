import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { saveTextFile } from '@/lib/save-text-file.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { Badge } from '@/ui/feedback/Badge.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { VisuallyHidden } from '@/ui/layout/VisuallyHidden.tsx'
import { editsFile } from '@/updates/drafts/edits-file.ts'
import type { UnfinishedItem } from '@/updates/drafts/unfinished.ts'
import { Name } from '@/ui/layout/Name.tsx'
import { isolated } from '@/lib/isolated.ts'
import { unfinishedTexts } from './unfinished-texts.ts'

/** One CVM, what is unfinished about it, and the way on. */
export function UnfinishedRow({ item }: { item: UnfinishedItem }) {
  const { status, meaning, action, icon, tone } = unfinishedTexts[item.kind]
  function save() {
    const { name, text } = editsFile({ id: item.cvmId, name: item.cvmName }, item.edits)
    saveTextFile(name, text)
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to="/cvms/$cvmId"
            params={{ cvmId: item.cvmId }}
            className="min-w-0 text-14 font-semibold [overflow-wrap:anywhere] hover:underline"
          >
            <Name>{item.cvmName}</Name>
          </Link>
          <Badge tone={tone} icon={icon}>
            {status}
          </Badge>
          <CopyableId value={item.cvmId} label="CVM id" />
        </div>
        <p className="mt-1 text-13">{meaning}</p>
        <p className="mt-0.5 text-12 text-muted">
          {item.changes.length > 0 ? `${item.changes.join(', ')} · ` : null}
          <Age at={item.since} />
        </p>
      </div>
      <div className="flex items-center gap-2">
        <Button
          variant="quiet"
          icon={Download}
          tooltip="Download the edits"
          aria-label={`Download the edits of ${isolated(item.cvmName)}`}
          onClick={save}
        />
        <Link
          to={item.next === 'edit' ? '/cvms/$cvmId/edit' : '/cvms/$cvmId/update'}
          params={{ cvmId: item.cvmId }}
          className={buttonClass(tone === 'onchain' ? 'onchain' : 'secondary')}
        >
          {action} <VisuallyHidden>{`(${isolated(item.cvmName)})`}</VisuallyHidden>
        </Link>
      </div>
    </li>
  )
}
