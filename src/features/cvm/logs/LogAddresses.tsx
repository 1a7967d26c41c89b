import { Link2 } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { Fact } from '@/features/cvm/Fact.tsx'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** Where logs are read from by programs. */
export function LogAddresses({ cvm }: { cvm: Cvm }) {
  const { details, read } = useCvmDetails(cvm)
  const { serial, stdout, stderr } = cvm.logUrls
  const syslog = details?.logUrls.syslog ?? null
  return (
    <Card title="Addresses of the logs" icon={Link2}>
      <DefinitionList>
        <Definition term="Serial">{addressOf('Serial', serial)}</Definition>
        <Definition term="Standard output">{addressOf('Standard output', stdout)}</Definition>
        <Definition term="Standard error">{addressOf('Standard error', stderr)}</Definition>
        <Fact term="Containers" read={read}>
          {addressOf('Containers', details?.logUrls.containers ?? null)}
        </Fact>
        {/* The older shape's name for the serial output. */}
        {syslog === serial ? null : (
          <Fact term="Syslog" read={read}>
            {addressOf('Syslog', syslog)}
          </Fact>
        )}
      </DefinitionList>
    </Card>
  )
}

const addressOf = (term: string, address: string | null) =>
  address ? <CopyableId value={address} label={`address of the logs: ${term}`} abbreviated={false} /> : null
