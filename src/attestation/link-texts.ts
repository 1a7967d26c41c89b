import type { LinkId } from './links.ts'

/** What each link says when it holds. */
export const linkTitles: Record<LinkId, string> = {
  quote: 'The quote is signed by genuine hardware',
  tcb: 'The platform is up to date',
  debug: 'It is not a debug machine',
  registers: 'The registers follow from the event log',
  file: 'The file shown is the file that was measured',
  hash: 'The measured hash is the reported one',
  allowed: 'The app contract allows this hash',
  app: 'It runs as this app',
  instance: 'It is this instance',
  device: 'It runs on an allowed device',
  image: 'The OS image is the reported and allowed one',
  keys: 'Its keys come from where the file says',
}

/** What even a whole chain leaves open. Stands beside every verdict. */
export const notProved: readonly string[] = [
  'Values of environment variables, and the user config with its SSH keys, are not measured.',
  'What a container does, downloads or changes after the start is not measured. An image without a digest can be another one tomorrow.',
  'Firmware, kernel and root file system are measured, but not recomputed here: that they belong to the named OS image rests on that image’s own event. A development image lets the operator in.',
  'Nothing that is measured names the KMS contract, which allows OS images. The one that is asked is the one that the link of the OS image names, and on whose word.',
  'Nor does it name the chain on which the app contract is asked. That one is named by the API, or by the saved file.',
  'Data on its disk is not measured.',
  'A quote says what ran when it was made, and is no answer to a question of ours.',
]
