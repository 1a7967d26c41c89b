import { decodeErrorResult, type Hex } from 'viem'
import { appAbi } from './abi.ts'

/** Why a contract refused, in its own terms: an error by its name with what it says, an unknown one by its selector with its data. */
export function revertWords(data: Hex): string | null {
  if (data.length < 10) return null
  try {
    const { errorName, args } = decodeErrorResult({ abi: appAbi, data })
    // A reason in words is what it says, and no more.
    return errorName === ('Error' as string) ? args[0] : `${errorName}(${args.join(', ')})`
  } catch {
    const rest = data.slice(10)
    return `unknown error ${data.slice(0, 10)}${rest ? `, data 0x${rest}` : ', no data'}`
  }
}
