import { createWorkerClient } from '@/lib/worker-client.ts'
import type { MeasureAnswer, MeasureQuestion } from './measure.worker.ts'

/** Checks evidence in a worker of its own, which ends with the answer. Rejects where workers are not allowed. */
export async function measureInWorker(question: MeasureQuestion): Promise<MeasureAnswer> {
  const worker = createWorkerClient<MeasureQuestion, MeasureAnswer>(
    () => new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' }),
  )
  try {
    return await worker.ask(question)
  } finally {
    worker.close()
  }
}
