import { PageHeader } from '@/ui/PageHeader.tsx'

export const EditPage = (_: { cvmId: string }) => <PageHeader title="Edit" />
