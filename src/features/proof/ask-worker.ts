import { createWorkerClient } from '@/lib/worker-client.ts'
import type { MeasureAnswer, MeasureQuestion } from './measure.worker.ts'

/** The evidence is at hand, and what checks it could not be started or stopped on its way. */
export class NotChecked extends Error {
  override name = 'NotChecked'
}

/** Checks evidence in a worker of its own, which ends with the answer. Rejects with `NotChecked`. */
export async function measureInWorker(question: MeasureQuestion): Promise<MeasureAnswer> {
  const worker = createWorkerClient<MeasureQuestion, MeasureAnswer>(
    () => new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' }),
  )
  try {
    return await worker.ask(question)
  } catch (cause) {
    throw new NotChecked('The worker gave no answer', { cause })
  } finally {
    worker.close()
  }
}
