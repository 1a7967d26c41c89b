import { useQuery } from '@tanstack/react-query'
import { FileCode2, KeyRound, SquareTerminal } from 'lucide-react'
import { scriptOriginQuery, scriptOriginWords } from '@/api/apps/script-origin.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatKib, utf8Bytes } from '@/lib/text-size.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { CodeEditor } from '@/ui/code/CodeEditor.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { ChangeLink } from '@/features/cvm/ChangeLink.tsx'
import { Absent } from '@/features/cvm/Absent.tsx'
import { AdvancedCard } from './AdvancedCard.tsx'
import { AppComposeCard } from './AppComposeCard.tsx'
import { HashesCard } from './HashesCard.tsx'
import { VisibilityCard } from './VisibilityCard.tsx'

/** The stored configuration, to read. */
export function ConfigurationTab({ cvm }: { cvm: Cvm }) {
  const { data: manifest, error, refetch } = useQuery(cvmQueries.appCompose(cvm.id))
  const compose = manifest?.docker_compose_file ?? null
  const script = manifest?.pre_launch_script ?? null
  const { data: origin } = useQuery({ ...scriptOriginQuery(cvm.id, script), enabled: Boolean(script), select: scriptOriginWords })
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 gap-4">
        <Card
          title="Compose file"
          icon={FileCode2}
          padded={false}
          aside={
            compose === null ? undefined : (
              <>
                <span className="tabular-nums">{formatKib(utf8Bytes(compose))}</span>
                <CopyButton value={compose} label="compose file" withText />
                <ChangeLink cvmId={cvm.id} field="composeYaml" />
              </>
            )
          }
        >
          {compose !== null ? (
            <CodeEditor label="Compose file" language="yaml" value={compose} isReadOnly isFrameless lines={fitting(compose)} />
          ) : (
            <div className="p-4">
              {error ? (
                <Absent what="The compose file" error={error} onRetry={() => void refetch()} />
              ) : manifest ? (
                <p className="text-13 text-muted">The stored configuration holds no compose file.</p>
              ) : (
                <Skeleton className="h-64 w-full" />
              )}
            </div>
          )}
        </Card>
        <Card
          title="Pre-launch script"
          icon={SquareTerminal}
          padded={!script}
          aside={
            manifest ? (
              <>
                {script ? <CopyButton value={script} label="pre-launch script" withText /> : null}
                <ChangeLink cvmId={cvm.id} field="preLaunchScript" />
              </>
            ) : undefined
          }
        >
          {script ? (
            <>
              {origin ? <p className="border-b border-line px-4 py-2.5 text-12 text-muted">{origin}</p> : null}
              <CodeEditor label="Pre-launch script" language="shell" value={script} isReadOnly isFrameless lines={fitting(script)} />
            </>
          ) : manifest ? (
            <p className="text-13 text-muted">No script runs before the containers start.</p>
          ) : error ? (
            <Absent what="The script" error={error} />
          ) : (
            <Skeleton className="h-5 w-64" />
          )}
        </Card>
      </div>
      <div className="grid min-w-0 gap-4">
        <Card
          title="Environment"
          icon={KeyRound}
          aside={
            <>
              names only
              {manifest ? <ChangeLink cvmId={cvm.id} field="envNames" /> : null}
            </>
          }
        >
          {manifest ? (
            <EnvNames names={manifest.allowed_envs ?? []} />
          ) : error ? (
            <Absent what="The names" error={error} />
          ) : (
            <Skeleton className="h-5 w-40" />
          )}
          {cvm.managesEnv === true ? (
            <p className="mt-3 text-12 text-caution">
              The platform keeps this environment: values of names that an update leaves out may stay.
            </p>
          ) : null}
          <p className="mt-3 border-t border-line pt-3 text-12 text-muted">
            Values are encrypted for the CVM. Nobody outside it can read them back, neither Phala Cloud nor this console.
          </p>
        </Card>
        <VisibilityCard cvm={cvm} />
        <AdvancedCard cvm={cvm} manifest={manifest ?? null} />
        <AppComposeCard cvm={cvm} manifest={manifest ?? null} />
        <HashesCard cvm={cvm} />
      </div>
    </div>
  )
}

/** Tall enough for the text, within reason. */
const fitting = (text: string) => Math.min(36, Math.max(4, text.split('\n').length))

const EnvNames = ({ names }: { names: string[] }) =>
  names.length === 0 ? (
    <p className="text-13 text-muted">No variables may be set.</p>
  ) : (
    <ul className="flex flex-wrap gap-1.5">
      {names.map((name) => (
        <li
          translate="no"
          key={name}
          className="max-w-full rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-12 [overflow-wrap:anywhere]"
        >
          {name}
        </li>
      ))}
    </ul>
  )
