import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from './bytes.ts'

/**
 * Where a chain of certificates may end. `intel` is what makes a quote that of genuine hardware. `sandbox` is the development root of the
 * embedded sandbox: it proves how the checks work and nothing about any machine, and counts only where it was asked for by name.
 */
export interface TrustedRoot {
  kind: 'intel' | 'sandbox'
  der: Uint8Array
}

/** SHA-256 of Intel's SGX root certificate, as Intel publishes it. */
export const intelRootFingerprint = '44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3'

const intelRootDer =
  'MIICjzCCAjSgAwIBAgIUImUM1lqdNInzg7SVUr9QGzknBqwwCgYIKoZIzj0EAwIwaDEaMBgGA1UEAwwRSW50ZWwgU0dYIFJvb3QgQ0ExGjAYBgNVBAoMEUludGVsIENv' +
  'cnBvcmF0aW9uMRQwEgYDVQQHDAtTYW50YSBDbGFyYTELMAkGA1UECAwCQ0ExCzAJBgNVBAYTAlVTMB4XDTE4MDUyMTEwNDUxMFoXDTQ5MTIzMTIzNTk1OVowaDEaMBgG' +
  'A1UEAwwRSW50ZWwgU0dYIFJvb3QgQ0ExGjAYBgNVBAoMEUludGVsIENvcnBvcmF0aW9uMRQwEgYDVQQHDAtTYW50YSBDbGFyYTELMAkGA1UECAwCQ0ExCzAJBgNVBAYT' +
  'AlVTMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC6nEwMDIYZOj/iPWsCzaEKi71OiOSLRFhWGjbnBVJfVnkY4u3IjkDYYL0MxO4mqsyYjlBalTVYxFP2sJBK5zlKOB' +
  'uzCBuDAfBgNVHSMEGDAWgBQiZQzWWp00ifODtJVSv1AbOScGrDBSBgNVHR8ESzBJMEegRaBDhkFodHRwczovL2NlcnRpZmljYXRlcy50cnVzdGVkc2VydmljZXMuaW50' +
  'ZWwuY29tL0ludGVsU0dYUm9vdENBLmRlcjAdBgNVHQ4EFgQUImUM1lqdNInzg7SVUr9QGzknBqwwDgYDVR0PAQH/BAQDAgEGMBIGA1UdEwEB/wQIMAYBAf8CAQEwCgYI' +
  'KoZIzj0EAwIDSQAwRgIhAOW/5QkR+S9CiSDcNoowLuPRLsWGf/Yi7GSX94BgwTwgAiEA4J0lrHoMs+Xo5o/sX6O9QWxHRAvZUGOdRQ7cvqRXaqI='

/** The root of everything live. Throws when its bytes are not those of its fingerprint. */
export function intelRoot(): TrustedRoot {
  const der = bytesOfBase64(intelRootDer)
  if (hexOf(sha256(der)) !== intelRootFingerprint) throw new Error('The pinned root is not Intel’s')
  return { kind: 'intel', der }
}

export const sandboxRoot = (der: Uint8Array): TrustedRoot => ({ kind: 'sandbox', der })

/** The bytes of base64 text. Throws for anything else. */
export const bytesOfBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.codePointAt(0)!) // bytes as characters
