import { lintCompose } from '@/domain/compose-lint.ts'
import { checkComposeSchema } from '@/domain/compose-schema.ts'
import { answerInWorker } from '@/lib/worker-client.ts'

/** What is asked of the worker: a compose file and the environment's names, where they are known. */
export interface LintQuestion {
  text: string
  names: string[] | null
}

// Off the main thread: a large file takes longer to read than a keystroke may take.
answerInWorker(({ text, names }: LintQuestion) =>
  [...lintCompose(text, names), ...checkComposeSchema(text)].toSorted((a, b) => a.line - b.line),
)
