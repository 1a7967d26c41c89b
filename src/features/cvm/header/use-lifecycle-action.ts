import { useMutation, useQueryClient } from '@tanstack/react-query'
import { runLifecycleAction } from '@/api/cvms.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { type LifecycleAction, lifecycleWords } from './lifecycle-texts.ts'
import { isolated } from '@/lib/isolated.ts'

/** Runs an action on a CVM. The page shows it as under way at once and then what the server says. */
export function useLifecycleAction(cvm: Cvm) {
  const queryClient = useQueryClient()
  const { queryKey } = cvmQueries.detail(cvm.id)
  return useMutation({
    mutationFn: (action: LifecycleAction) =>
      action === 'forceRestart' ? runLifecycleAction(cvm.id, 'restart', { force: true }) : runLifecycleAction(cvm.id, action),
    onSuccess: async (_answer, action) => {
      announce(`${lifecycleWords[action].accepted} ${isolated(cvm.name)}.`)
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(
        queryKey,
        (now) => now && { ...now, status: lifecycleWords[action].status, inProgress: true, progress: now.progress },
      )
      await queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvm.id) })
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvm.id) }),
  })
}
