import { createHash } from 'node:crypto'
import { kmsSigningKey } from '../world/env-recipient.ts'
import type { SandboxCvm } from '../world/world.ts'

/** One event as the API writes it. */
export interface BootEvent {
  imr: number
  event_type: number
  digest: string
  event: string
  event_payload: string
}

const dstackEvent = 0x08000001

const sha384 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha384')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What firmware and kernel measure: follows from the image and the size of the machine. */
const platformEvent = (imr: number, event_type: number, what: string): BootEvent => ({
  imr,
  event_type,
  digest: sha384(Buffer.from(what)).toString('hex'),
  event: '',
  event_payload: '',
})

/** dstack's own: digest over type, name and payload. */
function dstack(event: string, payload: Uint8Array): BootEvent {
  const type = Buffer.alloc(4)
  type.writeUInt32LE(dstackEvent)
  return {
    imr: 3,
    event_type: dstackEvent,
    digest: sha384(type, Buffer.from(`:${event}:`), payload).toString('hex'),
    event,
    event_payload: Buffer.from(payload).toString('hex'),
  }
}

/** What the last boot of a CVM measured, in order. */
export function bootLog(cvm: SandboxCvm, instanceId: string): BootEvent[] {
  const hex = (value: string) => Buffer.from(value, 'hex')
  const provider = JSON.stringify({ name: 'kms', id: kmsSigningKey(cvm.kms) })
  return [
    platformEvent(0, 0x8000000b, `firmware:${cvm.image.hash}`),
    platformEvent(0, 0x80000001, `tables:${cvm.vcpu}:${cvm.memoryMb}:${cvm.gpus.length}`),
    platformEvent(1, 0x80000003, `kernel:${cvm.image.hash}`),
    platformEvent(2, 0x0000000d, `command-line:${cvm.image.hash}`),
    platformEvent(2, 0x0000000d, `initrd:${cvm.image.hash}`),
    dstack('system-preparing', Buffer.alloc(0)),
    dstack('app-id', hex(cvm.appId)),
    dstack('compose-hash', hex(cvm.compose.hash)),
    dstack('instance-id', hex(instanceId)),
    dstack('boot-mr-done', Buffer.alloc(0)),
    dstack('mr-kms', sha384(Buffer.from(`mr-kms:${cvm.kms.id}`)).subarray(0, 32)),
    dstack('os-image-hash', hex(cvm.image.hash)),
    dstack('key-provider', Buffer.from(provider)),
    dstack('storage-fs', Buffer.from('zfs')),
    dstack('system-ready', Buffer.alloc(0)),
  ]
}

/** The four registers after these events. */
export const registersAfter = (events: readonly BootEvent[]): Buffer[] =>
  [0, 1, 2, 3].map((register) =>
    events
      .filter(({ imr }) => imr === register)
      .reduce<Buffer>((value, { digest }) => sha384(value, Buffer.from(digest, 'hex')), Buffer.alloc(48)),
  )
