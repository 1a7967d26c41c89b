import { expect, test } from 'vitest'
import { hashText, type Layout, type Manifest, writeManifest } from '@/domain/compose-hash.ts'
import { absentKeys } from '@/updates/plan/whole-manifest.ts'
import { provenChange, judgeHash } from './hash-verdict.ts'

const layout: Layout = { keys: 'sorted', style: 'compact', escapesNonAscii: false, dropsEmpty: false }
const manifest: Manifest = {
  name: 'demo',
  runner: 'docker-compose',
  docker_compose_file: 'services:\r\n  web:\r\n    labels: {"traefik.enable": "true"}\r\n',
  pre_launch_script: '',
  allowed_envs: ['A'],
  public_logs: true,
}
const storedText = writeManifest(manifest, layout)
const running = async () => ({ storedText, composeHash: await hashText(storedText) })
const serverHash = (changes: Manifest) => hashText(writeManifest({ ...manifest, ...changes }, layout))
const wanted = { composeYaml: 'services: {web: {image: "nginx:1.28"}}\n', publicLogs: false, vcpu: 8 }

test('the hash of exactly the wanted change is proven; what is outside the manifest does not matter', async () => {
  const composeHash = await serverHash({ docker_compose_file: wanted.composeYaml, public_logs: false })
  expect(await judgeHash({ composeHash, wanted }, await running())).toEqual({ kind: 'proven' })
})

test('a hash that leaves out one of the changes is a mismatch that names it', async () => {
  const composeHash = await serverHash({ docker_compose_file: wanted.composeYaml })
  expect(await judgeHash({ composeHash, wanted }, await running())).toMatchObject({ kind: 'mismatch', leftOut: 'publicLogs' })
})

test('a hash of something else is a mismatch that no single change explains', async () => {
  const composeHash = await serverHash({ docker_compose_file: 'services: {evil: {image: x}}' })
  expect(await judgeHash({ composeHash, wanted }, await running())).toMatchObject({ kind: 'mismatch', leftOut: null })
})

test('a manifest that was sent whole is proven with the keys that had to be written out in it, and only then', async () => {
  const whole = { wanted: { secureTime: false }, isWhole: true }
  const writtenOut = { ...absentKeys(manifest), secure_time: false }
  expect(Object.keys(absentKeys(manifest))).toContain('public_sysinfo')
  const composeHash = await serverHash(writtenOut)
  expect(await judgeHash({ ...whole, composeHash }, await running())).toEqual({ kind: 'proven' })
  expect(await judgeHash({ ...whole, isWhole: false, composeHash }, await running())).toMatchObject({ kind: 'mismatch' })
  // The server's own default in the place of what was sent.
  const otherwise = await serverHash({ ...writtenOut, public_sysinfo: true })
  expect(await judgeHash({ ...whole, composeHash: otherwise }, await running())).toMatchObject({ kind: 'mismatch', leftOut: null })
  expect(await provenChange({ ...whole, composeHash }, await running())).toMatchObject({ before: storedText })
})

test('without the running file nothing is claimed, whatever the hash', async () => {
  const composeHash = await serverHash({ docker_compose_file: wanted.composeYaml, public_logs: false })
  expect(await judgeHash({ composeHash, wanted }, { storedText: null, composeHash: (await running()).composeHash })).toEqual({
    kind: 'unproven',
    reason: 'no-stored-file',
  })
})

test('the change behind a proven hash can be handed over byte for byte, and nothing else can', async () => {
  const after = writeManifest({ ...manifest, docker_compose_file: wanted.composeYaml, public_logs: false }, layout)
  const composeHash = await hashText(after)
  expect(await provenChange({ composeHash, wanted }, await running())).toEqual({ before: storedText, after })
  expect(await provenChange({ composeHash: await hashText('evil'), wanted }, await running())).toBeNull()
  expect(await provenChange({ composeHash, wanted }, { ...(await running()), storedText: null })).toBeNull()
})
