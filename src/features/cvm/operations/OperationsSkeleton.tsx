import { Skeleton } from '@/ui/layout/Skeleton.tsx'

/** The place of operations that are being read. */
export const OperationsSkeleton = ({ rows }: { rows: number }) => (
  <div className="divide-y divide-line">
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className="space-y-2 px-4 py-3.5">
        <Skeleton className="h-4 w-44" />
        <Skeleton className="h-3 w-28" />
      </div>
    ))}
  </div>
)
