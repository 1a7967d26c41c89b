import { createWorkerClient } from '@/lib/worker-client.ts'
import type { MeasureAnswer, MeasureQuestion } from './measure.worker.ts'

/** The evidence is at hand, and what checks it could not be started or stopped on its way. */
export class NotChecked extends Error {
  override name = 'NotChecked'
}

/** A worker that checks evidence. */
export interface Checker {
  /** Rejects with `NotChecked`. */
  measure: (question: MeasureQuestion) => Promise<MeasureAnswer>
  /** Ends the worker. */
  end: () => void
}

/** Starts one, whose code loads while the evidence is still being asked for. */
export function startChecker(): Checker {
  const worker = createWorkerClient<MeasureQuestion, MeasureAnswer>(
    () => new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' }),
  )
  const fail = (cause: unknown) => {
    throw new NotChecked('The worker gave no answer', { cause })
  }
  try {
    worker.begin()
  } catch {
    // Said when it is asked.
  }
  return { measure: (question) => worker.ask(question).catch(fail), end: () => worker.close() }
}

/** Checks evidence that is at hand, in a worker that ends with the answer. Rejects with `NotChecked`. */
export async function measureInWorker(question: MeasureQuestion): Promise<MeasureAnswer> {
  const checker = startChecker()
  try {
    return await checker.measure(question)
  } finally {
    checker.end()
  }
}
