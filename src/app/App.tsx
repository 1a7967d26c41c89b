import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { SessionContext } from '@/runs/use-session.ts'
import { currentSession } from './session.ts'
import { router } from './router.ts'

/** The app with everything it stands on. Another session is another tree: nothing of the former one stays mounted. */
export function App() {
  const { id, session, queryClient } = useSyncExternalStore(currentSession.subscribe, currentSession.snapshot)
  return (
    <SessionContext value={session}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider key={id} router={router} context={{ queryClient }} />
      </QueryClientProvider>
    </SessionContext>
  )
}
