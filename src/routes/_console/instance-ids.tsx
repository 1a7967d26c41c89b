import { createFileRoute } from '@tanstack/react-router'
import { InstanceIdsPage } from '@/features/instance-ids/InstanceIdsPage.tsx'

export const Route = createFileRoute('/_console/instance-ids')({ component: InstanceIdsPage })
