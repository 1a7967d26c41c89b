import { PageHeader } from '@/ui/PageHeader.tsx'

export const InstanceIdsPage = () => <PageHeader title="Instance IDs" />
