import { NoSuchContract, UnknownChain } from '@/chain/chain-errors.ts'
import { networkName } from '@/domain/network-names.ts'
import type { ChainTrouble, Ticket } from '../update-machine.ts'
import type { ChainReads } from '../update-world.ts'
import type { ChainTools } from './effect-tools.ts'

/**
 * One read of the chain; `null` when it failed, which is shown and tried again with the next look. What was read may be a trouble as well:
 * it is shown in one go, so that one that stays is announced once.
 */
export async function fromChain<Value>(
  tools: ChainTools,
  ticket: Ticket,
  ask: (reads: ChainReads) => Promise<Value>,
  troubleIn: (value: Value) => ChainTrouble | null = () => null,
): Promise<Value | null> {
  try {
    const value = await ask(await tools.world.chain(ticket.chainId))
    tools.chainTrouble(troubleIn(value))
    return value
  } catch (error) {
    tools.signal.throwIfAborted()
    tools.chainTrouble(whyUnread(error, ticket))
    return null
  }
}

function whyUnread(error: unknown, { chainId, appContract }: Ticket): ChainTrouble {
  if (error instanceof UnknownChain) {
    const text = `This console has no connection to ${networkName(chainId)}, so it cannot see whether the hash is registered.`
    return { title: 'The chain cannot be read from here.', text }
  }
  if (error instanceof NoSuchContract) {
    const text = `Nothing at ${appContract} answers like an app contract. It is asked again every few seconds; sign nothing meanwhile.`
    return { title: 'The chain shows no app contract.', text }
  }
  const text = 'It cannot be reached. It is asked again every few seconds; nothing is lost.'
  return { title: 'The chain cannot be read at the moment.', text }
}
