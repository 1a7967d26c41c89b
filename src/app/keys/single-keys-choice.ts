import { browserStore } from '@/lib/storage.ts'

const key = 'cvm-console/single-keys'

/** Whether single keys act. They are on until somebody switches them off, in this browser (WCAG 2.1.4). */
export const singleKeysChoice = {
  subscribe: (listener: () => void) => browserStore.subscribe((changed) => changed === key && listener()),
  isOn: () => browserStore.read(key) !== 'off',
  choose: (isOn: boolean) => (isOn ? browserStore.remove(key) : void browserStore.write(key, 'off')),
}
