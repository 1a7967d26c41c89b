import { expect, test } from 'vitest'
import { createPresentWork } from './present-work.ts'

test('work that was replaced or ended is aborted, and nothing that it finds or fails with is heard', async () => {
  const heard: string[] = []
  const ends: (() => void)[] = []
  const work = createPresentWork()
  const begin = (name: string) =>
    work.begin(
      async ({ signal, ifPresent }) => {
        const tell = ifPresent((what: string) => heard.push(`${name} ${what}`))
        tell('began')
        signal.addEventListener('abort', () => heard.push(`${name} aborted`))
        await new Promise<void>((resolve) => ends.push(resolve))
        tell('went on')
        throw new Error(name)
      },
      (error) => heard.push(`${(error as Error).message} failed`),
    )
  const over = [begin('first'), begin('second'), begin('third')]
  ends[1]!()
  await over[1]
  ends[2]!()
  await over[2]
  work.end()
  ends[0]!()
  await over[0]
  expect(heard).toEqual([
    'first began',
    'first aborted',
    'second began',
    'second aborted',
    'third began',
    'third went on',
    'third failed',
    'third aborted',
  ])
})
