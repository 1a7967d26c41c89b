import { isolated } from '@/lib/isolated.ts'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'

/** The page while it is not known what there is to review. */
export const UpdateSkeleton = ({ name }: { name: string }) => (
  <div className="space-y-5" aria-busy="true">
    <PageHeader title={`Update of ${isolated(name)}`} />
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  </div>
)
