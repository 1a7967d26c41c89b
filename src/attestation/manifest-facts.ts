/** What the measured file says about keys and instance ids; `null` where it does not. */
export interface ManifestFacts {
  kmsEnabled: boolean | null
  keyProvider: string | null
  keyProviderId: string | null
  hasNoInstanceId: boolean | null
}

const nothing: ManifestFacts = { kmsEnabled: null, keyProvider: null, keyProviderId: null, hasNoInstanceId: null }

/** Reads the manifest that the CVM measured. A text that is no JSON object says nothing. */
export function readManifestFacts(text: string): ManifestFacts {
  try {
    const manifest: unknown = JSON.parse(text)
    if (typeof manifest !== 'object' || manifest === null) return nothing
    const {
      kms_enabled: kms,
      key_provider: provider,
      key_provider_id: id,
      no_instance_id: noInstance,
    } = manifest as Record<string, unknown>
    return {
      kmsEnabled: typeof kms === 'boolean' ? kms : null,
      keyProvider: typeof provider === 'string' ? provider : null,
      keyProviderId: typeof id === 'string' && id !== '' ? id : null,
      hasNoInstanceId: typeof noInstance === 'boolean' ? noInstance : null,
    }
  } catch {
    return nothing
  }
}
