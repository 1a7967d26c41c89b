/** There is no key that values may be encrypted for. The message is a sentence for the person; nothing was sent. */
export class EnvKeyError extends Error {
  override name = 'EnvKeyError'
  readonly trouble: 'no-key' | 'no-kms' | 'no-app' | 'bad-signature' | 'wrong-signer'

  constructor(trouble: EnvKeyError['trouble']) {
    super(texts[trouble])
    this.trouble = trouble
  }
}

const texts: Record<EnvKeyError['trouble'], string> = {
  'no-key': 'The API does not name the key that this CVM’s environment has to be encrypted for.',
  'no-kms': 'The API does not name the key server of this CVM, so its key cannot be asked for.',
  'no-app': 'The API does not name the app of this CVM, so its key cannot be asked for.',
  'bad-signature':
    'The key that the server named carries no valid signature of a key server. Values encrypted for it could be read by somebody else.',
  'wrong-signer':
    'The key that the server named was signed by somebody other than this CVM’s key server. Values encrypted for it could be read by them.',
}
