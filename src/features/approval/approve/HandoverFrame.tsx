import type { ReactNode } from 'react'
import { Badge } from '@/ui/feedback/Badge.tsx'

/** The frame of pages that a link opens for people without a key: no navigation, nothing that would ask the API. */
export const HandoverFrame = ({ isSandbox, children }: { isSandbox: boolean; children: ReactNode }) => (
  <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 pb-10">
    <header className="flex h-14 items-center gap-2.5">
      <img src="/icon.svg" alt="" className="size-5" />
      <p className="text-13 font-semibold">CVM console</p>
      {isSandbox ? <Badge>Sandbox</Badge> : null}
    </header>
    <main className="space-y-4">{children}</main>
  </div>
)
