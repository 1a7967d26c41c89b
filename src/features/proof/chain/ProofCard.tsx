import { Link2 } from 'lucide-react'
import { notProved } from '@/attestation/link-texts.ts'
import type { Proof } from '@/features/proof/proof.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition, DefinitionList } from '@/ui/layout/DefinitionList.tsx'
import { ProofChain } from './ProofChain.tsx'

/** The chain, and beside it what even a whole one leaves open. */
export const ProofCard = ({ proof }: { proof: Proof }) => (
  <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
    <Card
      title="From the hardware to the file"
      icon={Link2}
      aside={
        <span>
          Checked in this browser <Age at={proof.checkedAt} />
        </span>
      }
    >
      <ProofChain links={proof.links} isSandboxRoot={proof.isSandboxRoot} />
    </Card>
    <div className="grid min-w-0 gap-4">
      <Card title="What this does not prove">
        <ul className="list-disc space-y-2 pl-4 text-13">
          {notProved.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Card>
      <Card title="Signed, not compared">
        <DefinitionList>
          <Definition term="MRTD">{proof.shown.mrTd ? <CopyableId value={proof.shown.mrTd} label="MRTD" /> : null}</Definition>
          <Definition term="Config id">
            {proof.shown.mrConfigId ? <CopyableId value={proof.shown.mrConfigId} label="MRCONFIGID" /> : null}
          </Definition>
          <Definition term="Report data">
            {proof.shown.reportData ? <CopyableId value={proof.shown.reportData} label="report data" /> : null}
          </Definition>
        </DefinitionList>
      </Card>
    </div>
  </div>
)
