/** No chain can run on this machine; the message says why in words for the person who started the sandbox. */
export class ChainUnavailable extends Error {
  override name = 'ChainUnavailable'
}
