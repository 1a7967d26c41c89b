import { expect, test } from 'vitest'
import { liveChains } from './chains.ts'
import { readSettings, SettingsError } from './settings.ts'

test('without an upstream the sandbox runs, on loopback and port 4173', () => {
  expect(readSettings({})).toMatchObject({ host: '127.0.0.1', port: 4173, upstream: null, publicOrigin: null })
})

test('an upstream is kept without the slash at its end, and browsers are told its host alone', () => {
  expect(readSettings({ PHALA_CLOUD_API_PREFIX: 'https://cloud-api.phala.com/api/v1/' }).upstream).toEqual({
    prefix: 'https://cloud-api.phala.com/api/v1',
    host: 'cloud-api.phala.com',
  })
})

test('every value that cannot be used is named at once, and secrets are not repeated', () => {
  const env = {
    PORT: 'http',
    PHALA_CLOUD_API_PREFIX: 'cloud-api.phala.com',
    SESSION_SECRET: 'short-canary',
    PUBLIC_ORIGIN: 'https://console.example.org/app',
    RPC_URL_base: 'https://rpc.example.org',
    RPC_URL_1: 'ftp://canary.example.org',
    KMS_CONTRACTS_1: '0xcanary',
  }
  const message = messageOf(() => readSettings(env))
  for (const name of Object.keys(env)) expect(message).toContain(name)
  expect(message).not.toContain('canary')
})

test('trusted KMS contracts are told to browsers, by chain and in lower case', () => {
  const [one, other] = [`0x${'Ab'.repeat(20)}`, `0x${'12'.repeat(20)}`]
  const settings = readSettings({ KMS_CONTRACTS_8453: `${one}, ${other}` })
  const trusted = Object.fromEntries(liveChains(settings).map(({ id, kmsContracts }) => [id, kmsContracts]))
  expect(trusted).toEqual({ 1: [], 8453: [one.toLowerCase(), other] })
})

test('an empty value counts as unset', () => {
  expect(readSettings({ PHALA_CLOUD_API_PREFIX: ' ', PORT: '' })).toMatchObject({ upstream: null, port: 4173 })
})

test('the sealing key is random unless a secret is set', () => {
  const secret = 'x'.repeat(32)
  expect(readSettings({}).sessionKey).not.toEqual(readSettings({}).sessionKey)
  expect(readSettings({ SESSION_SECRET: secret }).sessionKey).toEqual(readSettings({ SESSION_SECRET: secret }).sessionKey)
})

function messageOf(run: () => unknown) {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message
  }
  throw new Error('Nothing was thrown')
}

test('logs are text, metrics are off and a stop waits 25 seconds for an upstream, unless something else is said', () => {
  const upstream = { PHALA_CLOUD_API_PREFIX: 'https://api.example.org/api/v1' }
  expect(readSettings(upstream)).toMatchObject({ logFormat: 'text', metrics: null, stopGraceMs: 25_000 })
  expect(readSettings({})).toMatchObject({ stopGraceMs: 5_000 })
  const said = readSettings({ ...upstream, LOG_FORMAT: 'json', METRICS_PORT: '9464', STOP_GRACE_SECONDS: '2' })
  expect(said).toMatchObject({ logFormat: 'json', metrics: { host: '127.0.0.1', port: 9464 }, stopGraceMs: 2_000 })
  expect(() => readSettings({ LOG_FORMAT: 'xml', METRICS_PORT: '70000', STOP_GRACE_SECONDS: '-1' })).toThrow(
    /METRICS_PORT[^]*LOG_FORMAT[^]*STOP_GRACE_SECONDS/,
  )
})
