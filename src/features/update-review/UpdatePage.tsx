import { PageHeader } from '@/ui/PageHeader.tsx'

export const UpdatePage = (_: { cvmId: string }) => <PageHeader title="Update" />
