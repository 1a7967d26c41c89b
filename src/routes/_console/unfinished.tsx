import { createFileRoute } from '@tanstack/react-router'
import { UnfinishedPage } from '@/features/unfinished/UnfinishedPage.tsx'

export const Route = createFileRoute('/_console/unfinished')({ component: UnfinishedPage })
