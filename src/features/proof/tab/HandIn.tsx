import { useMutation } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { handInQuote } from '@/api/attestation/attestation.ts'
import { hexOf } from '@/attestation/quote/bytes.ts'
import { absenceText } from '@/domain/absence-texts.ts'
import { ApiError } from '@/api/api-error.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'

interface HandInProps {
  quote: Uint8Array
  onHandedIn: () => Promise<unknown>
}

/** Where the server has no collateral for a quote: it has some once the quote was handed in, which stores it there. */
export function HandIn({ quote, onHandedIn }: HandInProps) {
  const handIn = useMutation({
    mutationFn: async () => {
      await handInQuote(hexOf(quote))
      await onHandedIn()
    },
  })
  return (
    <Notice
      title="The server has no collateral for this quote."
      actions={
        <Button size="sm" icon={Upload} busy={handIn.isPending} onClick={() => handIn.mutate()}>
          Hand the quote in and check again
        </Button>
      }
    >
      <p>
        Without it nobody can judge the signatures. Handing the quote in sends it to Phala Cloud’s verifier, which stores it where anyone
        with its checksum can see it. What the verifier says about it is not used here.
      </p>
      {handIn.error ? (
        <p role="alert">It was not handed in. {absenceText(handIn.error instanceof ApiError ? handIn.error.kind : null)}</p>
      ) : null}
    </Notice>
  )
}
