import { shortEther } from './short-ether.ts'

/** An amount in the chain's currency. A translator would write its numbers in another way, and its unit as a word. */
export const Ether = ({ wei, symbol }: { wei: bigint; symbol: string }) => (
  <span translate="no">
    {shortEther(wei)} {symbol}
  </span>
)
