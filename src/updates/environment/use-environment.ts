import { useCallback, useMemo, useSyncExternalStore } from 'react'
import {
  emptyEnvDraft,
  type EnvDraft,
  envDraftFromNames,
  type EnvironmentChange,
  environmentChange,
  environmentResult,
  type EnvironmentResult,
  type EnvProblem,
  envProblems,
  fitToNames,
  namesAfter,
} from './environment-set.ts'
import { useSessionPart } from '@/runs/use-session.ts'
import { environmentMemoryPart } from './environment-memory.ts'

export interface EnvironmentHandle {
  draft: EnvDraft
  /** Names decided so far; `null` while the environment is left out. */
  decided: EnvironmentChange | null
  /** The names that the update leads to. */
  names: string[] | null
  problems: EnvProblem[]
  /** The set to encrypt; `null` while it is left out or something is open. */
  result: EnvironmentResult | null
  /** Decisions came back from an earlier visit without their values. */
  lostValues: boolean
  change: (change: (draft: EnvDraft) => EnvDraft) => void
  forget: () => void
}

/**
 * The environment of one CVM as it is being edited. `known` are the names that the CVM reads now, `null` where they cannot be read. `kept`
 * are the decisions of a stored draft, used when this session's memory holds none.
 */
export function useEnvironment(cvmId: string, known: string[] | null, kept: EnvironmentChange | null): EnvironmentHandle {
  const memory = useSessionPart(environmentMemoryPart)
  const remembered = useSyncExternalStore(memory.subscribe, () => memory.read(cvmId))
  const fallback = useMemo(() => (kept ? envDraftFromNames(kept) : emptyEnvDraft), [kept])
  const given = remembered ?? fallback
  const fitted = useMemo(() => fitToNames(given, known ?? []), [given, known])

  const change = useCallback(
    (apply: (draft: EnvDraft) => EnvDraft) => memory.write(cvmId, apply(fitToNames(memory.read(cvmId) ?? fallback, known ?? []))),
    [memory, cvmId, fallback, known],
  )
  const forget = useCallback(() => memory.write(cvmId, emptyEnvDraft), [memory, cvmId])

  const facts = useMemo(() => {
    if (!known || !fitted.isIncluded) return { decided: null, names: known, problems: [], result: null }
    const decided = environmentChange(known, fitted)
    return { decided, names: namesAfter(known, decided), problems: envProblems(known, fitted), result: environmentResult(known, fitted) }
  }, [known, fitted])

  // The same list as long as it holds the same names: whoever reads it does not care for values.
  const namesText = facts.names === null ? null : JSON.stringify(facts.names)
  const names = useMemo(() => (namesText === null ? null : (JSON.parse(namesText) as string[])), [namesText])

  return { draft: fitted, ...facts, names, lostValues: remembered === null && kept !== null, change, forget }
}
