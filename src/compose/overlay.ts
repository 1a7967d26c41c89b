import { type Entry, get, itemsOf, type ListValue, type MapValue, type ScalarValue, textOf, type Value } from './model.ts'
import { error, type Report } from './remark.ts'

/** Lists in which Docker keeps the last of two entries for the same thing, by what makes them the same. */
const uniqueBy: Record<string, (item: Value) => string | null> = {
  ...Object.fromEntries(
    [
      'annotations',
      'cap_add',
      'cap_drop',
      'dns',
      'dns_opt',
      'dns_search',
      'environment',
      'labels',
      'links',
      'profiles',
      'sysctls',
      'tmpfs',
      'build.args',
      'build.additional_contexts',
      'build.tags',
      'build.labels',
      'deploy.labels',
    ].map((key) => [key, (item: Value) => textOf(item)?.split('=')[0] ?? null]),
  ),
  expose: (item) => textOf(item) ?? null,
  env_file: (item) => textOf(item) ?? textOf(get(item, 'path')) ?? null,
  secrets: (item) => textOf(get(item, 'target')) ?? `/run/secrets/${textOf(item) ?? textOf(get(item, 'source')) ?? ''}`,
  configs: (item) => textOf(get(item, 'target')) ?? `/${textOf(item) ?? textOf(get(item, 'source')) ?? ''}`,
  ports: (item) =>
    textOf(item) ??
    JSON.stringify([
      textOf(get(item, 'host_ip')) ?? '0.0.0.0',
      textOf(get(item, 'published')),
      textOf(get(item, 'target')),
      textOf(get(item, 'protocol')) ?? 'tcp',
    ]),
}

function unique(list: ListValue, keyOf: (item: Value) => string | null): ListValue {
  const at = new Map<string, number>()
  const items: Value[] = []
  for (const item of list.items) {
    const key = item.kind === 'scalar' && item.isUnknown ? null : keyOf(item)
    const before = key === null ? undefined : at.get(key)
    if (before !== undefined) items[before] = item
    else {
      if (key !== null) at.set(key, items.length)
      items.push(item)
    }
  }
  return items.length === list.items.length ? list : { ...list, items }
}

function changed(map: MapValue, key: string, change: (value: Value) => Value): MapValue {
  const entry = map.entries.get(key)
  if (!entry) return map
  const value = change(entry.value)
  return value === entry.value ? map : { ...map, entries: new Map(map.entries).set(key, { ...entry, value }) }
}

/** A service without the repetitions that Docker itself removes. */
function withoutRepetitions(service: Value): Value {
  if (service.kind !== 'map') return service
  let result = service
  for (const [path, keyOf] of Object.entries(uniqueBy)) {
    const [first = '', second] = path.split('.')
    result = changed(result, first, (value) => {
      if (second === undefined) return value.kind === 'list' ? unique(value, keyOf) : value
      return value.kind === 'map' ? changed(value, second, (inner) => (inner.kind === 'list' ? unique(inner, keyOf) : inner)) : value
    })
  }
  return changed(result, 'networks', (networks) => each(networks, withoutRepetitionsIn(['aliases', 'link_local_ips'])))
}

/** A network, or a service's use of one, without the repetitions that Docker itself removes. */
const withoutRepetitionsIn = (keys: string[]) => (value: Value) =>
  value.kind === 'map'
    ? keys.reduce(
        (map, key) =>
          changed(map, key, (list) => (list.kind === 'list' ? unique(list, (item) => textOf(item)?.split('=')[0] ?? null) : list)),
        value,
      )
    : value

function each(map: Value, change: (value: Value) => Value): Value {
  if (map.kind !== 'map') return map
  const entries = new Map([...map.entries].map(([key, entry]) => [key, { ...entry, value: change(entry.value) }]))
  return [...entries].every(([key, { value }]) => value === map.entries.get(key)?.value) ? map : { ...map, entries }
}

/** Keys under a service whose later value takes the place of the earlier one. */
const replaced = new Set(['command', 'entrypoint', 'healthcheck.test'])
/** Keys that may be a map or a list of `name=value`: to be added up they become lists. */
const pairLists = new Set([
  'annotations',
  'environment',
  'labels',
  'sysctls',
  'dns',
  'dns_opt',
  'dns_search',
  'env_file',
  'label_file',
  'tmpfs',
  'extra_hosts',
  'build.args',
  'build.labels',
  'build.additional_contexts',
  'build.extra_hosts',
  'deploy.labels',
])
/** Keys that may be a map or a list of names: to be added up they become maps. */
const nameMaps = new Set(['depends_on', 'networks', 'models'])

const nothing = (like: Value): ScalarValue => ({
  kind: 'scalar',
  type: 'null',
  text: '',
  at: like.at,
  node: { kind: 'scalar', text: '', style: 'plain', tag: null, ...like.at },
})

function asList(value: Value): Value[] {
  if (value.kind === 'list') return value.items
  if (value.kind === 'scalar') return value.type === 'null' ? [] : [value]
  return [...value.entries].flatMap(([key, { value: inner, at }]) =>
    (inner.kind === 'list' ? inner.items : [inner]).map((item): ScalarValue => {
      const isNull = item.kind === 'scalar' && item.type === 'null'
      const text = isNull ? key : `${key}=${textOf(item) ?? ''}`
      return { ...nothing(item), at, type: 'string', text, ...(item.kind === 'scalar' && item.isUnknown ? { isUnknown: true } : {}) }
    }),
  )
}

function asMap(value: Value, path: string): Value {
  if (value.kind !== 'list') return value
  const entries = value.items.flatMap((item): [string, Entry][] => {
    const name = textOf(item)
    if (name === undefined) return []
    const inner: Value = path === 'depends_on' ? { kind: 'map', at: item.at, entries: new Map() } : nothing(item)
    return [[name, { at: item.at, value: inner }]]
  })
  return { kind: 'map', at: value.at, entries: new Map(entries) }
}

/** `over` laid over `base`. `path` is counted from a service (`build.args`), `null` outside of one. */
function overlay(base: Value, over: Value, path: string | null): Value {
  if ((over.kind !== 'scalar' && over.overrides) || (path !== null && replaced.has(path))) return over
  if (path !== null && pairLists.has(path)) return { kind: 'list', at: over.at, items: [...asList(base), ...asList(over)] }
  if (path === 'build' && base.kind !== over.kind) return overlay(asBuild(base), asBuild(over), path)
  const [left, right] = path !== null && nameMaps.has(path) ? [asMap(base, path), asMap(over, path)] : [base, over]
  if (right.kind === 'scalar' && right.type === 'null') return left
  if (left.kind === 'map' && right.kind === 'map') {
    const entries = new Map(left.entries)
    for (const [key, entry] of right.entries) {
      const before = entries.get(key)
      const inner = path === null ? null : path === '' ? key : `${path}.${key}`
      entries.set(key, before ? { at: entry.at, value: overlay(before.value, entry.value, inner) } : entry)
    }
    return { kind: 'map', at: right.at, entries }
  }
  if (left.kind === 'list' && right.kind === 'list') return { kind: 'list', at: right.at, items: [...left.items, ...right.items] }
  return right
}

const asBuild = (value: Value): Value =>
  value.kind === 'scalar' && value.type === 'string'
    ? { kind: 'map', at: value.at, entries: new Map([['context', { at: value.at, value }]]) }
    : value

function overlayServices(base: Value, over: Value): Value {
  if (base.kind !== 'map' || over.kind !== 'map') return over
  const entries = new Map(base.entries)
  for (const [name, entry] of over.entries) {
    const before = entries.get(name)
    entries.set(name, before ? { at: entry.at, value: overlay(before.value, entry.value, '') } : entry)
  }
  return { kind: 'map', at: over.at, entries }
}

/** A later document of the file laid over what the earlier ones said. */
export function overlayDocument(base: MapValue, over: MapValue): MapValue {
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const before = entries.get(key)
    const value = !before
      ? entry.value
      : key === 'services'
        ? overlayServices(before.value, entry.value)
        : overlay(before.value, entry.value, null)
    entries.set(key, { at: entry.at, value })
  }
  return { kind: 'map', at: over.at, entries }
}

/** So many services may extend one another in a row, and so many entries may be copied by it. */
const chainLimit = 100
const copyLimit = 100_000

/** Entries of a service and of what stands directly under it. */
const entryCount = (service: Value): number =>
  service.kind === 'map'
    ? [...service.entries.values()].reduce(
        (sum, { value }) => sum + 1 + (value.kind === 'map' ? value.entries.size : value.kind === 'list' ? value.items.length : 0),
        0,
      )
    : 0

/** Services with what they extend within the same file, and without repetitions. */
export function withExtends(document: MapValue, report: Report): MapValue {
  let copied = 0
  let isTooMuch = false
  const named = changed(document, 'networks', (networks) => each(networks, withoutRepetitionsIn(['labels'])))
  return changed(named, 'services', (services) => {
    if (services.kind !== 'map') return services
    const done = new Map<string, Value>()
    const entries = new Map<string, Entry>()
    for (const [name, entry] of services.entries)
      entries.set(name, { ...entry, value: withoutRepetitions(extended(services, name, entry.value, [], done)) })
    return { ...services, entries }
  })

  function extended(services: MapValue, name: string, service: Value, chain: string[], done: Map<string, Value>): Value {
    const before = done.get(name)
    if (before) return before
    const extension = get(service, 'extends')
    const base = textOf(extension) ?? textOf(get(extension, 'service'))
    let result = service
    if (chain.length > chainLimit || copied > copyLimit) {
      if (!isTooMuch)
        report(error(service.at.from, 'too-large', 'The services extend each other to more than Docker reads in reasonable time.'))
      isTooMuch = true
      return service
    }
    if (service.kind === 'map' && extension && base !== undefined && get(extension, 'file') === undefined) {
      const target = services.entries.get(base)
      if (!target) report(error(extension.at.from, 'bad-reference', `“${name}” extends “${base}”, and there is no such service.`))
      else if (chain.includes(base) || base === name) {
        report(error(extension.at.from, 'dependency-cycle', `“${name}” extends itself: ${[...chain, name, base].join(' → ')}.`))
      } else {
        const from = extended(services, base, target.value, [...chain, name], done)
        const own: MapValue = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== 'extends')) }
        copied += entryCount(from)
        result = overlay(from, own, '')
      }
    }
    done.set(name, result)
    return result
  }
}

/** Items of a list or the single value in its place. */
export const oneOrMore = (value: Value | undefined): Value[] =>
  value?.kind === 'scalar' ? (value.type === 'null' ? [] : [value]) : itemsOf(value)
