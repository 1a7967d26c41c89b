import type { AppCompose } from '@/api/schemas/app-compose.ts'
import type { ManifestKeys } from '@/api/schemas/compose-file.ts'
import type { UpdateCvmRequest } from '@/api/schemas/update-request.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type * as z from 'zod/mini'

export type FieldSection =
  | 'resources'
  | 'compose'
  | 'script'
  | 'environment'
  | 'visibility'
  | 'osImage'
  | 'gpus'
  | 'advanced'
  | 'appCompose'

/** What a setting with two values means, and what a change of it does. */
export interface FlagWords {
  /** Of the switch that turns it on. */
  switchLabel: string
  /** How each state is called: `public`, `private`. */
  on: string
  off: string
  whenOn: string
  whenOff: string
  /** Said before a change is applied. */
  becomesOn: string
  becomesOff: string
}

/** One of the values that a field offers. */
export interface Choice {
  value: string
  label: string
  /** What choosing it means. */
  hint?: string
}

/** How a value is edited, with what the control for it has to know. Each kind has its control in `features/edit/fields`. */
type Control =
  | { kind: 'number'; unit: string }
  | { kind: 'text'; language: 'yaml' | 'shell'; fileName: string; /** Height of the editor. */ lines: number }
  | { kind: 'flag'; words: FlagWords }
  | { kind: 'choice'; choices: readonly Choice[] }
  /** One line of text, or several words with one on each line. */
  | { kind: 'line' | 'words'; placeholder: string; hint: string }
  | { kind: 'osImage' | 'names' | 'gpus' | 'config' | 'timeout' }

export type FieldKind = Control['kind']

/** What a changed field puts into the body of a request. */
export type WireValues = UpdateCvmRequest & ManifestKeys

/** Everything that the console knows of one updatable field. `All` holds every field's value, `SentValue` what of `Value` can be sent. */
export type FieldRow<All, Value, SentValue> = Control & {
  label: string
  section: FieldSection
  /** How records in the browser's storage keep the value. */
  stored: z.ZodMiniType<Value>
  /** The request's own name, by which a 422 finds its field. */
  wireName: keyof WireValues
  /** Whether there is something to send. What an emptied input holds is not; `editProblems` says so to the person. */
  isSendable: (value: Value) => boolean
  /** The part of the request that sets it. Called with changed values only. */
  wire: (value: SentValue) => Partial<WireValues>
  /** An update of single fields can set it (`patch`), or only a manifest that is sent whole (`manifest`). */
  sentWith: 'patch' | 'manifest'
  /** What can be read back after an update: the value, how many, the parts that the node knows, or nothing. */
  readBack: 'yes' | 'count' | 'parts' | 'no'
  /** Says how one update is carried out: it goes along with a change, makes none alone, and is not compared afterwards. */
  isOption: boolean
  /** Every change of configuration restarts the CVM. */
  restarts: boolean
  /** Part of the app-compose manifest: changing it changes the compose hash, which the contract's owner must allow. */
  changesComposeHash: boolean
  /** How the API's history files an update that changes it. */
  operation: 'compose_update' | 'os_image_update' | 'resize'
  /** The present value. `manifest` is null where the API did not hand it out. */
  read: (cvm: Cvm, manifest: AppCompose | null) => Value
  /** One line for the review table; long texts are shown as a diff instead. */
  format: (value: SentValue | Exclude<Value, null>) => string
  /** Why a value cannot be sent, or null. `before` is the present value. */
  problem: (value: Value, before: Value, all: All) => string | null
}
