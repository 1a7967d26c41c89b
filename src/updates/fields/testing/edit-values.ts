import type { EditValues } from '@/updates/fields/fields.ts'

/** Every field of a form with an ordinary value, for tests that change one or two of them. */
export const sampleValues: EditValues = {
  vcpu: 4,
  memoryGb: 8,
  diskGb: 60,
  composeYaml: 'services: {}\n',
  preLaunchScript: '',
  publicLogs: true,
  publicSysinfo: true,
  publicTcbinfo: true,
  osImage: 'dstack-0.5.4',
  envNames: ['API_KEY', 'LOG_LEVEL'],
  gpus: 0,
  userConfig: null,
  shutdownTimeoutSeconds: 'keep',
  allowForceStop: false,
}
