import { type EnvText, parseEnvText } from '@/compose/env-text.ts'
import { type MoveOptions, type MoveResult, takeSecret } from '@/compose/move-secret.ts'
import { type ComposeReading, readCompose } from '@/compose/read-compose.ts'
import type { SecretPlace } from '@/compose/remark.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { answerInWorker } from '@/lib/worker-client.ts'

/** What is asked of the worker: to read a compose file as it will be found in the CVM, to take a secret out of it, or to read `.env` text. */
export type ComposeQuestion =
  | { ask: 'read'; text: string; names: string[] | null; script: string }
  | { ask: 'move'; text: string; place: SecretPlace; options: MoveOptions }
  | { ask: 'env'; text: string }

export type ComposeAnswer = { reading: ComposeReading } | { move: MoveResult } | { env: EnvText }

// Off the main thread: a large file takes longer to read than a keystroke may take.
answerInWorker((question: ComposeQuestion): ComposeAnswer => {
  switch (question.ask) {
    case 'read':
      return { reading: readCompose(question.text, { names: question.names, script: question.script }) }
    case 'move':
      return { move: takeSecret(question.text, question.place, question.options) }
    case 'env':
      return { env: parseEnvText(question.text) }
    default:
      return assertNever(question)
  }
})
