import type { Cvm } from '@/domain/cvm.ts'

/** Where the platform keeps the environment itself, it may merge what an update brings. What it does is not known, and is not promised. */
export const ManagedEnvNote = ({ cvm }: { cvm: Pick<Cvm, 'managesEnv'> }) =>
  cvm.managesEnv ? (
    <p className="text-12 text-caution">
      The platform manages this environment (managed_env): the server may keep values of names that you leave out or remove. Check inside
      the container afterwards if that matters.
    </p>
  ) : null
