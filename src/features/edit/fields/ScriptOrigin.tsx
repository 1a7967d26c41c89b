import { useQuery } from '@tanstack/react-query'
import { scriptOriginQuery, scriptOriginWords } from '@/api/apps/script-origin.ts'

/** Says who put the stored script there, where it was not a person. */
export function ScriptOrigin({ cvmId, script }: { cvmId: string; script: string }) {
  const { data: words } = useQuery({ ...scriptOriginQuery(cvmId, script), select: scriptOriginWords })
  return words ? <p className="text-12 text-muted">{words} Once you edit it, it is your own.</p> : null
}
