import type { AppCompose } from '@/api/schemas/app-compose.ts'

/** What tells two stored configurations apart, besides the two long texts. */
export interface RevisionDifference {
  composeFile: { before: string; after: string } | null
  script: { before: string; after: string } | null
  /** Names of environment variables that may be set. */
  names: { added: string[]; removed: string[] }
  /** Every other key of the manifest with another value, in words; `not set` for a key that is absent or null. */
  settings: { key: string; before: string; after: string }[]
}

const texts = ['docker_compose_file', 'pre_launch_script', 'allowed_envs']

const asText = (value: unknown): string =>
  value === undefined || value === null ? 'not set' : typeof value === 'string' ? (value === '' ? 'empty' : value) : JSON.stringify(value)

const changed = (before: string | null | undefined, after: string | null | undefined) =>
  (before ?? '') === (after ?? '') ? null : { before: before ?? '', after: after ?? '' }

/** Every difference of two manifests. A key that neither side names differently from "not set" is none. */
export function revisionDifference(before: AppCompose, after: AppCompose): RevisionDifference {
  const [namesBefore, namesAfter] = [before.allowed_envs ?? [], after.allowed_envs ?? []]
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !texts.includes(key)).toSorted()
  return {
    composeFile: changed(before.docker_compose_file, after.docker_compose_file),
    script: changed(before.pre_launch_script, after.pre_launch_script),
    names: {
      added: namesAfter.filter((name) => !namesBefore.includes(name)),
      removed: namesBefore.filter((name) => !namesAfter.includes(name)),
    },
    settings: keys.flatMap((key) => {
      const [from, to] = [asText(before[key]), asText(after[key])]
      return from === to ? [] : [{ key, before: from, after: to }]
    }),
  }
}

/**
 * Whether a revision is what a CVM has already: nothing of its manifest differs from the stored one (`null` where that was not read), and no
 * compose hash (`null` where it is not reported) says otherwise, since the same content may be written in another way.
 */
export function isInForce(
  now: { manifest: AppCompose | null; composeHash: string | null },
  revision: { manifest: AppCompose; composeHash: string | null },
): boolean {
  const isSameHash = now.composeHash === null || revision.composeHash === null ? null : now.composeHash === revision.composeHash
  if (isSameHash === false) return false
  return now.manifest ? isNoDifference(revisionDifference(now.manifest, revision.manifest)) : isSameHash === true
}

export const isNoDifference = ({ composeFile, script, names, settings }: RevisionDifference) =>
  !composeFile && !script && names.added.length === 0 && names.removed.length === 0 && settings.length === 0
