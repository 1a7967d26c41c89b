/** Work done off the main thread. */
export interface WorkerClient<Question, Answer> {
  /** Rejects where workers are not allowed and when the worker fails. */
  ask: (question: Question) => Promise<Answer>
  /** Starts the worker ahead of its first question, so that its code is there when the question comes. */
  begin: () => void
  close: () => void
}

/** What travels to the worker and back; the id joins an answer to its question. */
export interface WorkerQuestion<Question> {
  id: number
  question: Question
}
export interface WorkerAnswer<Answer> {
  id: number
  answer: Answer
}

/** A worker that is started with the first question. `start` holds the `new Worker(new URL(…))` that the bundler looks for. */
export function createWorkerClient<Question, Answer>(start: () => Worker): WorkerClient<Question, Answer> {
  let worker: Worker | undefined
  let lastId = 0
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()

  function started(): Worker {
    if (worker) return worker
    worker = start()
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer<Answer>>) => {
      waiting.get(data.id)?.resolve(data.answer)
      waiting.delete(data.id)
    })
    worker.addEventListener('error', ({ message }) => close(new Error(message || 'the worker could not be started')))
    return worker
  }

  function close(reason = new Error('closed')) {
    worker?.terminate()
    worker = undefined
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        const sent: WorkerQuestion<Question> = { id, question }
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
        started().postMessage(sent)
      }),
    begin: () => void started(),
    close: () => close(),
  }
}

/** The worker's side: answers every question with `work`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- they tie what comes in to what goes out
export function answerInWorker<Question, Answer>(work: (question: Question) => Answer) {
  addEventListener('message', ({ data }: MessageEvent<WorkerQuestion<Question>>) => {
    const answer: WorkerAnswer<Answer> = { id: data.id, answer: work(data.question) }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    postMessage(answer)
  })
}
