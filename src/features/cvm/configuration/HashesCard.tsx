import { Hash } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { Fact } from '@/features/cvm/Fact.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** The hash that counts, and those of its two longest parts, as reported. */
export function HashesCard({ cvm }: { cvm: Cvm }) {
  const { details, read } = useCvmDetails(cvm)
  return (
    <Card title="Hashes" icon={Hash}>
      <DefinitionList>
        <Definition term="Compose hash">
          {cvm.composeHash ? <CopyableId value={cvm.composeHash} label="compose hash" abbreviated={false} /> : null}
        </Definition>
        <Fact term="Compose file" read={read}>
          {details?.composeFileHash ? <CopyableId value={details.composeFileHash} label="SHA-256 of the compose file" /> : null}
        </Fact>
        <Fact term="Script" read={read}>
          {details?.scriptHash ? <CopyableId value={details.scriptHash} label="SHA-256 of the pre-launch script" /> : null}
        </Fact>
      </DefinitionList>
      <p className="mt-3 border-t border-line pt-3 text-12 text-muted">
        The compose hash covers the whole manifest. The other two are the server’s, of one text each, and nothing is approved by them.
      </p>
    </Card>
  )
}
