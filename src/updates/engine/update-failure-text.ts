import { failureText, type FailureText } from '@/domain/failure-texts.ts'
import type { Failure } from './update-machine.ts'

const changedElsewhere: FailureText = {
  title: 'The CVM’s configuration was changed elsewhere meanwhile.',
  safe: 'Yours was not put to use, as it would have undone that. Your edits are kept.',
  next: 'Review and apply again: your edits then go on top of what is stored now. Its hash is another one, so under a contract it needs a signature of its own.',
}

/** The words for what stopped an update: the API’s answer, or what the console found before it sent anything. */
export const updateFailureText = ({ kind, code }: Pick<Failure, 'kind' | 'code'>): FailureText =>
  kind === 'changed-elsewhere' ? changedElsewhere : failureText({ kind, code })
