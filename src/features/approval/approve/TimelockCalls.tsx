import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { getAddress } from 'viem'
import type { AppOwner } from '@/chain/app-contract.ts'
import type { ChainFacts } from '@/chain/chain-client.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import type { OwnerCalls } from '@/chain/safe-batch.ts'
import { readTimelockDelay, timelockOperation } from '@/chain/calls/timelock.ts'
import { parseHash32, toBytes32 } from '@/domain/identifiers.ts'
import { formatDuration } from '@/lib/durations.ts'
import { Field } from '@/ui/controls/Field.tsx'
import { NumberInput } from '@/ui/controls/NumberInput.tsx'
import { TextInput } from '@/ui/controls/TextInput.tsx'
import { CallData } from './CallData.tsx'
import { Fold } from './Fold.tsx'

interface TimelockCallsProps {
  calls: OwnerCalls
  /** `null` where the console has no connection to it. */
  chain: ChainFacts | null
  /** Of the app contract; `undefined` while it is being read, `null` where it could not be. */
  owner: AppOwner | null | undefined
}

const noBytes = `0x${'0'.repeat(64)}`

/**
 * The calls of a proposer and an executor of OpenZeppelin’s TimelockController. Open from the start where the owner answers as one; else
 * for whoever knows that one stands between, such as a Safe’s.
 */
export function TimelockCalls({ calls, chain, owner }: TimelockCallsProps) {
  const timelock = owner?.kind === 'contract' ? owner.address : null
  const { data: shortest, isLoading } = useQuery({
    queryKey: [...chainQueries.contract(chain?.id, calls.appContract), 'timelock-delay', timelock],
    enabled: chain !== null && timelock !== null,
    queryFn: async () => String(await readTimelockDelay(chain!, timelock!)), // enabled requires both
    retry: 1,
    staleTime: Infinity,
  })
  const isTimelock = shortest !== undefined && shortest !== 'null'
  return (
    <Fold title={isTimelock ? 'The owner is a timelock: schedule and execute' : 'For a timelock'} opens={isTimelock}>
      <p className="mt-2 text-13 text-muted">
        {isTimelock
          ? `It makes everybody wait ${formatDuration(Number(shortest))} at least. Both calls go to it, and it makes the call to the app contract.`
          : `${whetherOne(owner, { isReading: isLoading, isAsked: shortest !== undefined })} Use this only if you know that OpenZeppelin’s TimelockController stands between.`}
      </p>
      <Terms calls={calls} to={timelock && isTimelock ? getAddress(timelock) : null} shortest={isTimelock ? shortest : null} />
    </Fold>
  )
}

/** What is known of an owner that did not answer as a timelock. Only a contract is asked. */
function whetherOne(owner: AppOwner | null | undefined, { isReading, isAsked }: { isReading: boolean; isAsked: boolean }): string {
  if (isAsked) return 'The owner does not answer as OpenZeppelin’s TimelockController.'
  if (isReading || owner === undefined) return 'Whether the owner is a timelock is being read.'
  return owner === null || owner.kind === 'contract'
    ? 'Whether the owner is a timelock could not be read.'
    : 'The owner itself is no timelock.'
}

/** What the proposer decides, and what follows from it. */
function Terms({ calls, to, shortest }: { calls: OwnerCalls; to: string | null; shortest: string | null }) {
  const [typedDelay, setDelay] = useState<string | null>(null)
  // What is read of the timelock meanwhile changes nothing that was typed.
  const delay = typedDelay ?? shortest ?? ''
  const [salt, setSalt] = useState(noBytes)
  const [predecessor, setPredecessor] = useState(noBytes)
  const problems = {
    delay: delayProblem(delay, shortest),
    salt: bytesProblem(salt),
    predecessor: bytesProblem(predecessor),
  }
  const isSound = Object.values(problems).every((problem) => problem === null)
  const operation = isSound
    ? timelockOperation(calls, { predecessor: bytesOf(predecessor)!, salt: bytesOf(salt)!, delaySeconds: BigInt(delay) }) // all three were checked
    : null
  const id = useId()
  return (
    <div className="mt-3 space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Delay" error={delay === '' ? null : problems.delay} hint="From scheduling until it can be executed.">
          <NumberInput unit="s" value={delay} onChange={(event) => setDelay(event.target.value.trim())} />
        </Field>
        <Field label="Salt" error={problems.salt} hint="Another one where the same call was scheduled before.">
          <TextInput mono value={salt} onChange={(event) => setSalt(event.target.value.trim())} />
        </Field>
      </div>
      <Field label="Predecessor" error={problems.predecessor} hint="Id of the operation that has to be executed before; zeros for none.">
        <TextInput mono value={predecessor} onChange={(event) => setPredecessor(event.target.value.trim())} />
      </Field>
      <section aria-labelledby={id}>
        <h4 id={id} className="text-13 font-medium">
          Calls to the timelock
        </h4>
        {operation ? (
          <>
            <p className="mt-1 text-12 [overflow-wrap:anywhere] text-muted">
              To{' '}
              {to ? (
                <span translate="no" className="font-mono">
                  {to}
                </span>
              ) : (
                'the timelock'
              )}
              , value 0.
            </p>
            <CallData
              title={`1. Data of ${operation.schedule.method}`}
              label={`data of ${operation.schedule.method}`}
              text={operation.schedule.data}
            />
            <CallData
              title={`2. After the delay, data of ${operation.execute.method}`}
              label={`data of ${operation.execute.method}`}
              text={operation.execute.data}
            />
            <CallData title="Operation id" label="operation id" text={operation.id} />
          </>
        ) : (
          <p className="mt-1 text-12 text-muted">{delay === '' ? 'Say how long the delay is.' : 'Correct the fields first.'}</p>
        )}
      </section>
    </div>
  )
}

const bytesOf = (text: string) => {
  const hash = parseHash32(text)
  return hash && toBytes32(hash)
}
const bytesProblem = (text: string) => (bytesOf(text) ? null : '32 bytes: 0x and 64 hex digits.')

/** More than any delay, and far below what the contract can count. */
const mostDigits = 12

function delayProblem(text: string, shortest: string | null): string | null {
  if (!/^\d+$/.test(text) || text.length > mostDigits) return 'Seconds, as a whole number.'
  return shortest !== null && BigInt(text) < BigInt(shortest) ? `The timelock refuses less than ${shortest} s.` : null
}
