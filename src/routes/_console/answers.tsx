import { createFileRoute } from '@tanstack/react-router'
import { AnswersPage } from '@/features/answers/AnswersPage.tsx'

export const Route = createFileRoute('/_console/answers')({ component: AnswersPage })
