import { useQuery } from '@tanstack/react-query'
import { fetchRawAppCompose } from '@/api/cvms.ts'
import { calibrate, checkHash, type HashVerdict, type UnprovenReason } from '@/domain/compose-hash.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { patchFor } from '@/updates/build-patch.ts'
import { type FieldName, fields, type WantedValues } from '@/updates/fields.ts'
import type { Ticket } from '@/updates/update-machine.ts'

/** As the domain's verdict, and one more reason: the edits themselves are not known here. */
export type HashCheck = Exclude<HashVerdict, { verdict: 'unproven' }> | { verdict: 'unproven'; reason: UnprovenReason | 'edits-unknown' }

/**
 * Compares the hash that the server asks for with one computed here from the stored file and the edits. `null` while it is computed.
 * Asked once per hash: after the update the stored file is another one and proves nothing about this step.
 */
export function useHashCheck(cvm: Cvm, ticket: Ticket | undefined, wanted: WantedValues | null, isBeforeApply: boolean): HashCheck | null {
  const { data } = useQuery({
    queryKey: ['hash-check', cvm.id, ticket?.composeHash],
    enabled: ticket !== undefined && isBeforeApply,
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
    queryFn: async ({ signal }): Promise<HashCheck> => {
      if (!wanted) return { verdict: 'unproven', reason: 'edits-unknown' }
      const stored = await fetchRawAppCompose(cvm.id, { signal }).catch(() => null)
      // The manifest calls its parts as the request does.
      const patch = patchFor(
        Object.fromEntries(
          (Object.keys(wanted) as FieldName[]).flatMap((name) => (fields[name].changesComposeHash ? [[name, wanted[name]]] : [])),
        ),
      )
      // The query is not enabled without a ticket.
      return checkHash(ticket!.composeHash, await calibrate(stored, cvm.composeHash), patch)
    },
  })
  return data ?? null
}

/** Why our own computation proves nothing, as a sentence. */
export const unprovenWords: Record<UnprovenReason | 'edits-unknown', string> = {
  'edits-unknown': 'Your edits are no longer in this browser, so the hash cannot be computed here.',
  'no-running-hash': 'The API does not report the hash of the running version, so there is nothing to calibrate with.',
  'no-stored-file': 'The stored configuration could not be read as text.',
  'stored-file-has-another-hash': 'The stored configuration does not have the hash of the running version.',
  'unknown-layout': 'The server writes its configuration in a way that this console does not know.',
  'new-key-in-stored-order': 'The change adds a part to the configuration, and where the server puts it is not known.',
}
