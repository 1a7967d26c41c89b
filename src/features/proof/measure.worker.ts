import { type Evidence, measure, type Measured, type MeasureOptions, type Unreadable } from '@/attestation/measure.ts'
import { answerInWorker } from '@/lib/worker-client.ts'

export interface MeasureQuestion {
  evidence: Evidence
  options: MeasureOptions
}

export type MeasureAnswer = Measured | Unreadable

// Off the main thread: a dozen signatures take a tenth of a second.
answerInWorker(({ evidence, options }: MeasureQuestion): MeasureAnswer => measure(evidence, options))
