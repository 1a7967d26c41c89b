import type { Cvm } from '@/domain/cvm.ts'

/** An ordinary CVM, for tests that care about a few of its facts. */
export const sampleCvm = (facts: Partial<Cvm> = {}): Cvm => ({
  id: 'cvm_a1',
  name: 'api-prod-1',
  appId: '3f91aa00000000000000000000000000000005ff',
  vmUuid: null,
  instanceId: '7a12aa00000000000000000000000000000005ff',
  status: 'running',
  inProgress: false,
  progress: null,
  resources: { instanceType: null, vcpu: 2, memoryGb: 4, diskGb: 40, gpuCount: null, price: null, billingPeriod: null },
  os: { name: 'dstack-0.5.5', version: null, isDev: null, imageHash: null },
  kms: { type: 'phala', chainId: null, kmsContract: null, reportedAppContract: null, deployer: null, envPublicKey: null, slug: null },
  composeHash: null,
  node: { name: 'prod5', region: null, deviceId: null, status: null },
  endpoints: [],
  visibility: { publicLogs: false, publicSysinfo: false, publicTcbinfo: true },
  listed: false,
  gatewayDomain: null,
  logUrls: { serial: null, stdout: null, stderr: null },
  storageFs: null,
  workspace: null,
  creator: null,
  createdAt: null,
  scheduledDeleteAt: null,
  ...facts,
})
