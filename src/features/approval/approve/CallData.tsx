import { CopyButton } from '@/ui/controls/CopyButton.tsx'

/** A text that is copied whole, such as the data of a call or a line for a shell, under what it is. */
export const CallData = ({ title, label, text }: { title: string; label: string; text: string }) => (
  <div className="mt-2">
    <p className="flex items-center gap-1 text-12 text-muted">
      {title} <CopyButton value={text} label={label} />
    </p>
    <code translate="no" className="block font-mono text-12 break-all whitespace-pre-wrap">
      {text}
    </code>
  </div>
)
