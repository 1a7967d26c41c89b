import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/api-error.ts'
import { cvmKeys } from '@/api/cvm-keys.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'

interface Setting<Value> {
  /** Its own endpoint; nothing restarts. */
  save: (value: Value) => Promise<unknown>
  /** Asks the server whether it holds the value. */
  isSaved: (value: Value) => Promise<boolean>
  /** Said when it is saved. */
  said: (value: Value) => string
}

/** Saves a setting where it stands. When the answer is lost, the server is asked what it holds before anybody is told of a failure. */
export function useSetting<Value>(cvm: Pick<Cvm, 'id'>, { save, isSaved, said }: Setting<Value>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (value: Value) => {
      try {
        await save(value)
      } catch (error) {
        const arrivedAnyway = error instanceof ApiError && error.isUncertain && (await isSaved(value).catch(() => false))
        if (!arrivedAnyway) throw error
      }
    },
    onSuccess: async (_answer, value) => {
      announce(said(value))
      void queryClient.invalidateQueries({ queryKey: cvmKeys.list() })
      await queryClient.invalidateQueries({ queryKey: cvmKeys.one(cvm.id) })
    },
  })
}
