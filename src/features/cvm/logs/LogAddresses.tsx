import { Link2 } from 'lucide-react'
import type { Cvm } from '@/domain/cvm.ts'
import { useCvmDetails } from '@/features/cvm/use-details.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'

/** Where logs are read from by programs. */
export function LogAddresses({ cvm }: { cvm: Cvm }) {
  const details = useCvmDetails(cvm)
  const { serial, stdout, stderr } = cvm.logUrls
  const syslog = details?.logUrls.syslog ?? null
  const rows = [
    ['Serial', serial],
    ['Standard output', stdout],
    ['Standard error', stderr],
    ['Containers', details?.logUrls.containers ?? null],
    // The older shape's name for the serial output.
    ...(syslog !== serial ? ([['Syslog', syslog]] as const) : []),
  ] as const
  return (
    <Card title="Addresses of the logs" icon={Link2}>
      <DefinitionList>
        {rows.map(([term, address]) => (
          <Definition key={term} term={term}>
            {address ? <CopyableId value={address} label={`address of the logs: ${term}`} abbreviated={false} /> : null}
          </Definition>
        ))}
      </DefinitionList>
    </Card>
  )
}
