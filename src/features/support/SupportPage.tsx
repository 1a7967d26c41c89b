import { useLocation } from '@tanstack/react-router'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { MisreadAnswers } from './MisreadAnswers.tsx'
import { SupportDetails } from './SupportDetails.tsx'
import { useSupportFacts } from './use-support-facts.ts'

/** What somebody who helps needs to know, as one text that is read before it is copied. */
export function SupportPage() {
  const from = useLocation({ select: ({ state }) => pageBefore(state) })
  const facts = useSupportFacts(from, null)
  return (
    <div className="space-y-8">
      <SupportDetails facts={facts}>
        {(copy) => (
          <PageHeader
            title="Support details"
            description="Recent requests, answers that were not understood, and how far updates got. It contains no key, token or value, and nothing leaves this page unless you copy it."
            actions={copy}
          />
        )}
      </SupportDetails>
      <MisreadAnswers />
    </div>
  )
}

/** The template of the page that led here, where it said so. It stands in the history's state, which nobody can write into a link. */
function pageBefore(state: object): string | null {
  const from = 'from' in state ? state.from : null
  return typeof from === 'string' ? from : null
}
