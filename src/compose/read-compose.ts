import { edgeQuote, invisibleCharacter } from './characters.ts'
import { checkForCvm } from './cvm.ts'
import { type MapValue, modelOf, type Value } from './model.ts'
import { overlayDocument, withExtends } from './overlay.ts'
import { checkReferences } from './references.ts'
import { type ComposeRemark, error, type Finding, note, type RemarkCode, type Report, warning } from './remark.ts'
import { checkSchema } from './schema.ts'
import { checkSecrets } from './secrets.ts'
import { type FoundVariable, passedVariables, withVariables } from './substitution.ts'
import { isReadByThePlatform, lookupIn, type Surroundings, wordsOf } from './surroundings.ts'
import { syntaxFinding } from './syntax-words.ts'
import { checkValues } from './values.ts'
import { YamlMistake } from './yaml/tokens.ts'
import { yamlDocuments, type YamlNode } from './yaml/tree.ts'

/** More than the platform takes; what is longer is not read. */
const readLimit = 512 * 1024
const remarkLimit = 200
/** Ends a reading that has found more than anybody reads. */
class EnoughSaid extends Error {}
/** So many remarks of one kind; the rest is counted. */
const perRuleLimit = 60

/** What a compose file says, as Docker and dstack will understand it. */
export interface ComposeReading {
  remarks: ComposeRemark[]
  variables: VariableComparison
}

/** The environment's names against what the file uses. */
export interface VariableComparison {
  /** Used by the file without a default, and not there. */
  missing: string[]
  /** There, and used by neither file nor script. */
  unused: string[]
}

/** A file whose YAML is sound: variables put in, documents laid over each other, and what was found on the way. */
export interface ComposeModel {
  root: MapValue
  variables: FoundVariable[]
}

/** Reads a file up to the point where everything else can look at it. `null` when it cannot be read; why was reported. */
export function composeModel(text: string, surroundings: Surroundings, report: Report): ComposeModel | null {
  let documents: { node: YamlNode; value: Value }[]
  try {
    documents = yamlDocuments(text).map((node) => ({ node, value: modelOf(node) }))
  } catch (mistake) {
    if (!(mistake instanceof YamlMistake)) throw mistake
    report(syntaxFinding(mistake, text))
    return null
  }
  if (documents.length === 0) {
    report(error(0, 'not-a-compose-file', 'The file is empty. A compose file needs a “services” section with at least one service.'))
    return null
  }
  for (const { node } of documents) reportOddCharacters(node, report)
  const lookup = lookupIn(surroundings)
  const variables: FoundVariable[] = []
  let root: MapValue | null = null
  for (const { value } of documents) {
    if (value.kind !== 'map') {
      report(error(value.at.from, 'not-a-compose-file', 'A compose file has keys, such as “services:”, and this one has none.'))
      return null
    }
    const substituted = withVariables(value, text, lookup, report, variables)
    if (substituted.kind !== 'map') return null
    const extended = withExtends(substituted, report)
    root = root ? overlayDocument(root, extended) : extended
  }
  return root && { root, variables: [...variables, ...passedVariables(root)] }
}

/**
 * Reads a compose file as Docker Compose and dstack do, and says what keeps it from starting and what will bite later. Never throws: a
 * reading that fails is a remark of its own.
 */
export function readCompose(text: string, surroundings: Surroundings): ComposeReading {
  const findings: Finding[] = []
  const counts = new Map<RemarkCode, number>()
  const said = new Set<string>()
  const report: Report = (finding) => {
    const count = (counts.get(finding.rule) ?? 0) + 1
    counts.set(finding.rule, count)
    // A shared part of the file is looked at once for everyone who shares it.
    const key = `${finding.at} ${finding.message}`
    if ((count > perRuleLimit && finding.severity !== 'error') || said.has(key)) return
    said.add(key)
    findings.push(finding)
    // Whoever mends these finds the others then; to look for them all could take long.
    if (findings.length > remarkLimit) throw new EnoughSaid()
  }
  let variables: VariableComparison = { missing: [], unused: [] }
  try {
    if (text.length > readLimit) {
      report(error(0, 'too-large', `The file has ${Math.ceil(text.length / 1024)} KiB, and at most 200 KiB are accepted. It was not read.`))
    } else {
      const model = composeModel(text, surroundings, report)
      if (model) variables = checkModel(model, surroundings, report)
    }
  } catch (cause) {
    if (!(cause instanceof EnoughSaid)) {
      findings.push(error(0, 'unread', 'This file could not be read to its end, so nothing more is known about it. Your text is kept.'))
    }
  }
  return { remarks: withPlaces(findings, text), variables }
}

function checkModel({ root, variables }: ComposeModel, surroundings: Surroundings, report: Report): VariableComparison {
  const services = root.entries.get('services')
  if (!services && !root.entries.has('include')) {
    const near = [...root.entries].find(([key]) => /^\W*serv/i.test(key))
    report(
      error(
        near?.[1].at.from ?? root.at.from,
        'not-a-compose-file',
        'A compose file needs a “services” section with at least one service. Check the spelling and the indentation of “services:”.',
      ),
    )
  }
  checkSchema(root, report)
  checkValues(root, report)
  checkReferences(root, report)
  checkForCvm(root, surroundings.script ?? '', report)
  checkSecrets(root, report)
  return checkVariables(variables, surroundings, report)
}

function checkVariables(found: FoundVariable[], surroundings: Surroundings, report: Report): VariableComparison {
  const { names, script = '' } = surroundings
  if (names === null) return { missing: [], unused: [] }
  const lookup = lookupIn(surroundings)
  const missing = new Set<string>()
  const said = new Set<string>()
  for (const { name, needs, at } of found) {
    const value = lookup(name)
    if (needs === 'default' || (value !== null && !(needs === 'required' && value === ''))) continue
    missing.add(name)
    const key = `${needs} ${name}`
    if (said.has(key)) continue
    said.add(key)
    if (needs === 'required') {
      report(
        error(
          at,
          'missing-variable',
          `The file requires ${name}, and the environment has no value for it: Docker would not start. Add it to the environment.`,
        ),
      )
    } else if (needs === 'file') {
      report(
        error(
          at,
          'missing-source',
          `A secret or config is filled from ${name}, and the environment has no value for it: what uses it would not start.`,
        ),
      )
    } else if (needs === 'passed') {
      report(
        error(
          at,
          'missing-passed',
          `${name} is passed on here, and the environment has no value for it: a program that needs it would not start. Add it to the environment, or remove it here.`,
        ),
      )
    } else report(warning(at, 'undefined-variable', `\${${name}} is used here, but the environment has no ${name}: it would be empty.`))
  }
  const used = new Set([...found.map(({ name }) => name), ...wordsOf(script)])
  const unused = names.filter((name) => !used.has(name) && !isReadByThePlatform(name))
  for (const name of unused) {
    report(note(0, 'unused-variable', `${name} is in the environment, but this file does not use it.`))
  }
  return { missing: [...missing], unused }
}

/** Characters that look right and are not: in keys, where they make another key, and around values. */
function reportOddCharacters(root: YamlNode, report: Report) {
  const nodes: { node: YamlNode; isKey: boolean }[] = [{ node: root, isKey: false }]
  for (let next = nodes.pop(); next; next = nodes.pop()) {
    const { node, isKey } = next
    if (node.kind === 'list') for (const item of node.items) nodes.push({ node: item, isKey: false })
    else if (node.kind === 'map') {
      for (const { key, value } of node.pairs) nodes.push({ node: key, isKey: true }, { node: value, isKey: false })
    } else if (node.kind === 'scalar') {
      const quote = node.style === 'plain' ? edgeQuote(node.text) : null
      const odd = quote ?? (isKey ? invisibleCharacter(node.text) : null)
      if (quote) {
        report(warning(node.from, 'odd-character', `${quote} is read by Docker as text, not as a quote. Write " or ' instead.`))
      } else if (odd) {
        report(warning(node.from, 'odd-character', `This key contains ${odd}, so it is not the key it looks like. Retype the line.`))
      }
    }
  }
}

const rank = { error: 0, warning: 1, note: 2 }

/** Findings as remarks in the order of the text. When there are too many, the errors are kept. */
function withPlaces(findings: Finding[], text: string): ComposeRemark[] {
  const kept =
    findings.length <= remarkLimit ? findings : findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]).slice(0, remarkLimit)
  if (kept.length < findings.length) kept.push(note(0, 'more', 'There are more remarks on this file. Fix these first.'))
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length)
  return kept
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ...finding }): ComposeRemark => {
      let [low, high] = [0, starts.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= at) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: at - starts[low]! + 1, ...finding }
    })
}
