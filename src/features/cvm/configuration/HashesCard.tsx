import { Hash } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** The hash that counts, and those of its two longest parts, as reported. */
export function HashesCard({ cvm }: { cvm: Cvm }) {
  const details = useCvmDetails(cvm)
  return (
    <Card title="Hashes" icon={Hash}>
      <DefinitionList>
        <Definition term="Compose hash">
          {cvm.composeHash ? <CopyableId value={cvm.composeHash} label="compose hash" abbreviated={false} /> : null}
        </Definition>
        <Definition term="Compose file">
          {details?.composeFileHash ? <CopyableId value={details.composeFileHash} label="SHA-256 of the compose file" /> : null}
        </Definition>
        <Definition term="Script">
          {details?.scriptHash ? <CopyableId value={details.scriptHash} label="SHA-256 of the pre-launch script" /> : null}
        </Definition>
      </DefinitionList>
      <p className="mt-3 border-t border-line pt-3 text-12 text-muted">
        The compose hash covers the whole manifest. The other two are the server’s, of one text each, and nothing is approved by them.
      </p>
    </Card>
  )
}
