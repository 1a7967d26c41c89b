import { type FormEvent, useState } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { TransactionHash } from '@/domain/identifiers.ts'
import { parseTransactionHash } from '@/chain/transaction/transaction-hash.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Field } from '@/ui/controls/Field.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import type { Ticket } from '@/updates/engine/update-machine.ts'

interface OtherTransactionProps {
  ticket: Ticket
  chain: ChainConfig
  /** The transaction that is used now. */
  transactionHash: TransactionHash
  /** It was checked on the chain: the app contract announced the hash in it. */
  onTransaction: (transactionHash: TransactionHash) => void
}

/** Where the hash was registered by another transaction than the one at hand: that one is checked, then used. */
export function OtherTransaction({ ticket, chain, transactionHash, onTransaction }: OtherTransactionProps) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isChecking, setChecking] = useState(false)

  async function check(event: FormEvent) {
    event.preventDefault()
    const other = parseTransactionHash(text.trim())
    if (!other) return setProblem('A transaction hash has 32 bytes: 0x and 64 hexadecimal digits.')
    if (other === transactionHash) return setProblem('This is the transaction that is used already.')
    setChecking(true)
    try {
      const loaded = await import('./check-transaction.ts').catch(() => null)
      if (!loaded) return setProblem('What is needed to check it could not be loaded. Try again in a moment.')
      const why = await loaded.whyNotRegistering(chain, ticket, other)
      setProblem(why)
      if (!why) onTransaction(other)
    } catch {
      setProblem('The chain cannot be reached. Try again in a moment.')
    } finally {
      setChecking(false)
    }
  }

  return (
    <form onSubmit={(event) => void check(event)} className="grid max-w-2xl justify-items-start gap-2 pt-1" noValidate>
      <Field label="Another transaction registered it" error={problem} className="w-full">
        <TextInput mono value={text} placeholder="0x…" onChange={(event) => setText(event.target.value)} />
      </Field>
      <Button type="submit" size="sm" busy={isChecking}>
        Check and use it
      </Button>
    </form>
  )
}
