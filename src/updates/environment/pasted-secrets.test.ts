import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEnvText } from '@/compose/env-text.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { createTextStore } from '@/lib/storage.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { listUnfinished } from '@/updates/drafts/unfinished.ts'
import { journalAfter, journalRecords } from '@/updates/engine/update-journal.ts'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import { encryptedEnvSlot, requestSnippets } from '@/updates/plan/request-snippets.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import {
  acceptPaste,
  emptyEnvDraft,
  environmentChange,
  environmentResult,
  envProblems,
  isSuggested,
  pasteOffers,
} from './environment-set.ts'

/*
 * What people paste: files of all sorts, some of which are no `.env` text at all. From the text to everything that is kept, shown or sent
 * before the values are encrypted, with what is suggested accepted and nothing looked at.
 */

const known = ['API_KEY', 'LOG_LEVEL']
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 128 })
const base64 = fc.uint8Array({ minLength: 24, maxLength: 96 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const secret = fc.oneof(
  hex,
  base64,
  base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  fc.string({ unit: fc.constantFrom(...'abcXYZ0189!#$%&*+-./:?@~'), minLength: 24, maxLength: 80 }),
)
const name = fc.stringMatching(/^[A-Z]{2,6}_[A-Z]{2,6}$/)
const lineEnd = fc.constantFrom('\n', '\r\n')
const chunks = (text: string, size: number) => text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
const label = fc.constantFrom(
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'OPENSSH PRIVATE KEY',
  'CERTIFICATE',
  'PGP PRIVATE KEY BLOCK',
)

interface Pasted {
  text: string
  /** The names that somebody may rightly read there. */
  names: string[]
  secrets: string[]
}

const pem = fc
  .record({
    name,
    base64,
    label,
    size: fc.constantFrom(48, 64, 76),
    end: lineEnd,
    how: fc.constantFrom('bare', 'named', 'quoted', 'escaped', 'indented'),
  })
  .map(({ name: key, base64: body, label: what, size, end, how }): Pasted => {
    const lines = [`-----BEGIN ${what}-----`, ...chunks(body, size), `-----END ${what}-----`]
    const text = {
      bare: lines.join(end),
      named: `${key}=${lines.join(end)}`,
      quoted: `${key}="${lines.join(end)}"`,
      escaped: `${key}="${lines.join(String.raw`\n`)}"`,
      indented: `${key}: |${end}${lines.map((line) => `  ${line}`).join(end)}`,
    }[how]
    return { text, names: how === 'bare' ? [] : [key], secrets: [body] }
  })

const json = fc.record({ name, secret, indent: fc.constantFrom(0, 2) }).map(({ name: key, secret: value, indent }): Pasted => ({
  text: JSON.stringify({ [key]: value, nested: { password: value }, list: [value] }, null, indent),
  names: [key],
  secrets: [value],
}))

const yaml = fc
  .record({ name, secret, how: fc.constantFrom('map', 'list', 'folded', 'kubernetes') })
  .map(({ name: key, secret: value, how }): Pasted => ({
    text: {
      map: `environment:\n  ${key}: ${JSON.stringify(value)}\n`,
      list: `environment:\n  - ${key}=${value}\n`,
      folded: `${key}: >-\n  ${chunks(value, 20).join('\n  ')}\n`,
      kubernetes: `apiVersion: v1\nkind: Secret\ndata:\n  ${key}: ${value}\n`,
    }[how],
    names: [key, 'apiVersion', 'kind', 'environment', 'data'],
    secrets: [value],
  }))

const shell = fc
  .record({ name, secret, how: fc.constantFrom('export', 'set', 'declare', 'inline', 'command') })
  .map(({ name: key, secret: value, how }): Pasted => ({
    text: {
      export: `export ${key}='${value.replaceAll("'", '')}'`,
      set: `set ${key}=${value}`,
      declare: `declare -x ${key}="${value}"`,
      inline: `${key}=${value} npm start`,
      command: `curl -H "Authorization: Bearer ${value}" https://example.org/?${key}=1`,
    }[how],
    names: [key],
    secrets: [value],
  }))

const windows = fc
  .record({ name, secret, how: fc.constantFrom('bom', 'powershell', 'smart quotes', 'setx', 'table') })
  .map(({ name: key, secret: value, how }): Pasted => ({
    text: {
      bom: `\uFEFF${key}=${value}\r\n`,
      powershell: `$env:${key} = "${value}"\r\n`,
      'smart quotes': `${key}=\u201C${value}\u201D\r\n`,
      setx: `setx ${key} "${value}"\r\n`,
      table: `Name\tValue\r\n${key}\t${value}\r\n`,
    }[how],
    names: [key],
    secrets: [value],
  }))

const wrapped = fc
  .record({ name, secret, size: fc.integer({ min: 16, max: 64 }), end: lineEnd, isNamed: fc.boolean() })
  .map(({ name: key, secret: value, size, end, isNamed }): Pasted => ({
    text: `${isNamed ? `${key}=` : ''}${chunks(value, size).join(end)}`,
    names: isNamed ? [key] : [],
    secrets: [value],
  }))

const paste = fc.array(fc.oneof(pem, json, yaml, shell, windows, wrapped), { minLength: 1, maxLength: 3 }).map((parts): Pasted => ({
  text: parts.map(({ text }) => text).join('\n'),
  names: parts.flatMap(({ names }) => names),
  secrets: parts.flatMap(({ secrets }) => secrets),
}))

const store = createTextStore(null, null)
const scope = testScope()
const cvm = sampleCvm({ id: 'cvm_1', name: 'api' })
const at = new Date('2026-03-01T12:00:00Z')

/** Everything that is kept, shown or may be copied before the values are encrypted. */
function whatLeavesTheField(text: string): { shown: string; names: string[] } {
  const { entries, remarks } = parseEnvText(text)
  const doubtful = new Set(entries.filter(({ isDoubtful }) => isDoubtful).map(({ key }) => key))
  const { offers, repeated } = pasteOffers(known, emptyEnvDraft, entries)
  const accepted = offers.filter((offer) => isSuggested(offer, doubtful.has(offer.key)))
  const draft = acceptPaste(known, emptyEnvDraft, accepted)
  const change = environmentChange(known, draft)
  const result = environmentResult(known, draft)
  const values = { ...sampleValues, envNames: result?.names ?? [...known, ...change.added] }
  const plan = planUpdate({ cvm, baseline: sampleValues, values, environment: change })
  const kept = draftOf(cvm.name, sampleValues, values, at, change)
  if (kept) draftRecords(store, scope).write(cvm.id, kept)
  const patch = { ...plan.patch, encrypted_env: encryptedEnvSlot }
  const submission = { write: { kind: 'patch' as const, patch }, wanted: plan.wanted, startedAt: at.toISOString() }
  const journal = journalAfter(null, { step: 'submitting', submission }, cvm.name, at)
  journalRecords(store, scope).write(cvm.id, journal!) // a request that is sent is journaled
  const shown = [
    offers.map(({ key, does }) => `${key} ${does}`),
    repeated,
    remarks,
    envProblems(known, draft),
    plan,
    requestSnippets({ cvmId: cvm.id, body: patch }),
    store.keys('').map((key) => `${key} ${store.read(key)}`),
    listUnfinished(store, scope),
  ]
  return { shown: JSON.stringify(shown), names: accepted.map(({ key }) => key) }
}

test(
  'of 2,000 pastes no part of a value becomes a name by itself, and none is kept, shown or put into a request',
  { timeout: 120_000 },
  () => {
    let taken = 0
    fc.assert(
      fc.property(paste, ({ text, names, secrets }) => {
        const { shown, names: suggested } = whatLeavesTheField(text)
        for (const key of suggested) expect(names).toContain(key)
        taken += suggested.length
        for (const value of secrets) {
          for (let from = 0; from + 8 <= value.length; from += 1) {
            const part = value.slice(from, from + 8)
            if (shown.includes(part)) throw new Error(`${JSON.stringify(part)} of a value stands in ${shown}`)
          }
        }
      }),
      { numRuns: 2_000 },
    )
    expect(taken, 'what is rightly a name is taken').toBeGreaterThan(500)
  },
)
