import type * as z from 'zod/mini'
import { invalid, type Invalid } from './api-failure.ts'

type Issue = z.core.$ZodIssue

const typeWords: Record<string, [type: string, msg: string]> = {
  string: ['string_type', 'Input should be a valid string'],
  int: ['int_type', 'Input should be a valid integer'],
  number: ['int_type', 'Input should be a valid integer'],
  boolean: ['bool_type', 'Input should be a valid boolean'],
  array: ['list_type', 'Input should be a valid list'],
  object: ['model_attributes_type', 'Input should be a valid dictionary or object to extract fields from'],
}

/** Parses `input` and throws the 422 that FastAPI would answer. `where` is the first part of every `loc`. */
export function validate<Schema extends z.ZodMiniType>(schema: Schema, input: unknown, where: 'body' | 'query' = 'body'): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap((issue) => inFastApiWords(issue, input, where)))
}

function inFastApiWords(issue: Issue, input: unknown, where: string): Invalid[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  const at = (parts: (string | number)[]) =>
    parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], input)
  const found = at(path)
  const say = (type: string, msg: string, ctx?: Record<string, unknown>): Invalid[] => [
    { loc: [where, ...path], msg, type, input: found === undefined ? at(path.slice(0, -1)) : found, ...(ctx ? { ctx } : {}) },
  ]
  switch (issue.code) {
    case 'invalid_type': {
      if (found === undefined && path.length > 0) return say('missing', 'Field required')
      if (issue.expected === 'int' && typeof found === 'number') {
        return say('int_from_float', 'Input should be a valid integer, got a number with a fractional part')
      }
      const [type, msg] = typeWords[issue.expected] ?? ['value_error', 'Value error']
      return say(type, msg)
    }
    case 'too_small': {
      const ge = Number(issue.minimum)
      return say('greater_than_equal', `Input should be greater than or equal to ${ge}`, { ge })
    }
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'array') return say('too_long', `List should have at most ${most} items after validation`, { max_length: most })
      return say('less_than_equal', `Input should be less than or equal to ${most}`, { le: most })
    }
    case 'invalid_format':
      return say('string_pattern_mismatch', `String should match pattern '${issue.pattern ?? issue.format}'`)
    case 'invalid_value':
      return say('literal_error', `Input should be ${issue.values.map((value) => `'${String(value)}'`).join(' or ')}`)
    default:
      return say('value_error', issue.message)
  }
}

/** The body as JSON. An empty one is `{}` where `mayBeEmpty`; anything that is not an object is a 422. */
export async function readJsonBody(request: Request, { mayBeEmpty = false } = {}): Promise<Record<string, unknown>> {
  const text = await request.text()
  if (text.trim() === '') {
    if (mayBeEmpty) return {}
    throw invalid([{ loc: ['body'], msg: 'Field required', type: 'missing', input: null }])
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    const place = error instanceof Error ? Number(/position (\d+)/.exec(error.message)?.[1] ?? 0) : 0
    throw invalid([{ loc: ['body', place], msg: 'JSON decode error', type: 'json_invalid', input: {} }])
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ loc: ['body'], msg: typeWords.object![1], type: typeWords.object![0], input: body }])
  }
  return body as Record<string, unknown>
}

/** A whole number from the query, within bounds, or its default. */
export function queryNumber(
  request: Request,
  name: string,
  { least, most, otherwise }: { least: number; most?: number; otherwise: number },
): number {
  const text = new URL(request.url).searchParams.get(name)
  if (text === null) return otherwise
  const say = (type: string, msg: string) => invalid([{ loc: ['query', name], msg, type, input: text }])
  if (!/^-?\d{1,15}$/.test(text)) throw say('int_parsing', 'Input should be a valid integer, unable to parse string as an integer')
  const value = Number(text)
  if (value < least) throw say('greater_than_equal', `Input should be greater than or equal to ${least}`)
  if (most !== undefined && value > most) throw say('less_than_equal', `Input should be less than or equal to ${most}`)
  return value
}
