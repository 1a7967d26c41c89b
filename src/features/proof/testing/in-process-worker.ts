import { measure } from '@/attestation/measure.ts'
import type { WorkerAnswer, WorkerQuestion } from '@/lib/worker-client.ts'
import type { MeasureAnswer, MeasureQuestion } from '@/features/proof/measure.worker.ts'

/** For environments without workers: one that checks evidence where it is asked. Other workers are not to be had here. */
export class InProcessWorker extends EventTarget {
  postMessage({ id, question: { evidence, options } }: WorkerQuestion<MeasureQuestion>) {
    const data: WorkerAnswer<MeasureAnswer> = { id, answer: measure(evidence, options) }
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('message'), { data })))
  }

  terminate() {}
}

/** One that cannot be started. */
export function RefusedWorker(): never {
  throw new DOMException('refused', 'SecurityError')
}
