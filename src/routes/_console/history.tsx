import { createFileRoute } from '@tanstack/react-router'
import { HistoryRoute } from '@/features/history/HistoryRoute.tsx'

// It reads its search by itself: a schema here would be in the first chunk of every page.
export const Route = createFileRoute('/_console/history')({ component: HistoryRoute })
