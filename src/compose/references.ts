import { mountOf } from './formats.ts'
import { entriesOf, get, itemsOf, type MapValue, textOf, type Value } from './model.ts'
import { error, type Report } from './remark.ts'
import { oneOrMore } from './overlay.ts'

interface Reference {
  name: string
  at: number
}

/** Names in a list, in a map's keys, or as the `source` of a map in a list. */
function references(section: Value | undefined): Reference[] {
  const named = itemsOf(section).flatMap((item): Reference[] => {
    const source = item.kind === 'map' ? get(item, 'source') : item
    const name = textOf(source)
    return name === undefined || !source ? [] : [{ name, at: source.at.from }]
  })
  return [...named, ...entriesOf(section).map(([name, { at }]) => ({ name, at: at.from }))]
}

/** A service with a profile runs only where somebody asks for the profile, and Docker does not look further at it. */
const isActive = (service: Value) => itemsOf(get(service, 'profiles')).length === 0

interface Dependency extends Reference {
  isRequired: boolean
}

/** What has to run before a service: said outright, or by what it links to or shares. */
function dependencies(service: Value): Dependency[] {
  const found = new Map<string, Dependency>()
  const add = (name: string, at: number, isRequired = true) => {
    if (!found.has(name)) found.set(name, { name, at, isRequired })
  }
  const dependsOn = get(service, 'depends_on')
  for (const { name, at } of references(dependsOn)) {
    const required = get(get(dependsOn, name), 'required')
    add(name, at, !(required?.kind === 'scalar' && required.text === 'false'))
  }
  for (const link of itemsOf(get(service, 'links'))) {
    const text = textOf(link)
    if (text === undefined) continue
    const parts = text.split(':')
    add(parts.length === 2 ? parts[0]! : text, link.at.from)
  }
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const shared = get(service, key)
    const text = textOf(shared)
    if (text?.startsWith('service:')) add(text.slice(8), shared!.at.from)
  }
  for (const item of itemsOf(get(service, 'volumes_from'))) {
    const text = textOf(item)
    if (text !== undefined && !text.startsWith('container:')) add(text.split(':')[0]!, item.at.from)
  }
  return [...found.values()]
}

/** Reports what is named and not there, and what cannot stand beside each other. */
export function checkReferences(root: MapValue, report: Report) {
  const services = entriesOf(get(root, 'services')).filter(([, { value }]) => value.kind === 'map')
  const all = new Map(services.map(([name, { value }]) => [name, value]))
  const active = services.filter(([, { value }]) => isActive(value))
  const activeNames = new Set(active.map(([name]) => name))
  const defined = (section: string) => new Set(entriesOf(get(root, section)).map(([name]) => name))
  const [networks, volumes, secrets, configs, models] = ['networks', 'volumes', 'secrets', 'configs', 'models'].map(defined) as [
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
  ]

  function mustExist(service: string, found: Reference[], known: Set<string>, what: string, section: string) {
    for (const { name, at } of found) {
      if (known.has(name)) continue
      report(
        error(
          at,
          'bad-reference',
          `“${service}” uses the ${what} “${name}”, which the file does not define under ${section}: Docker would not start.`,
        ),
      )
    }
  }

  for (const [name, { value: service, at }] of active) {
    const image = get(service, 'image')
    const hasImage = image?.kind === 'scalar' && (image.isUnknown === true || image.text !== '')
    if (!hasImage && !get(service, 'build') && !get(service, 'provider')) {
      report(error(at.from, 'bad-reference', `“${name}” has neither an image nor a build: Docker would not start.`))
    }
    const ownNetworks = get(service, 'networks')
    mustExist(
      name,
      references(ownNetworks).filter((network) => network.name !== 'default'),
      networks,
      'network',
      'networks',
    )
    const mode = get(service, 'network_mode')
    if (mode?.kind === 'scalar' && (mode.isUnknown === true || textOf(mode)) && references(ownNetworks).length > 0) {
      report(error(mode.at.from, 'bad-reference', `“${name}” has both network_mode and networks. Keep one of them.`))
    }
    mustExist(name, references(get(service, 'secrets')), secrets, 'secret', 'secrets')
    mustExist(name, references(get(get(service, 'build'), 'secrets')), secrets, 'secret', 'secrets')
    mustExist(name, references(get(service, 'configs')), configs, 'config', 'configs')
    mustExist(name, references(get(service, 'models')), models, 'model', 'models')
    mustExist(name, volumeNames(service), volumes, 'volume', 'volumes')
    checkDependencies(name, service)
    checkPairs(name, service, at.from)
  }
  checkCycles()

  function checkDependencies(name: string, service: Value) {
    for (const { name: other, at, isRequired } of dependencies(service)) {
      if (activeNames.has(other) || (!isRequired && all.has(other))) continue
      const why = all.has(other) ? 'which only runs with a profile' : 'which the file does not have'
      report(error(at, 'bad-reference', `“${name}” depends on the service “${other}”, ${why}: Docker would not start.`))
    }
  }

  function checkCycles() {
    const state = new Map<string, 'open' | 'done'>()
    for (const [start] of active) {
      if (state.has(start)) continue
      const path: { name: string; next: Dependency[] }[] = []
      const enter = (name: string) => {
        state.set(name, 'open')
        path.push({ name, next: dependencies(all.get(name)!).filter((dependency) => activeNames.has(dependency.name)) })
      }
      enter(start)
      while (path.length > 0) {
        const top = path.at(-1)!
        const dependency = top.next.pop()
        if (!dependency) {
          state.set(top.name, 'done')
          path.pop()
        } else if (state.get(dependency.name) === 'open') {
          const from = path.findIndex(({ name }) => name === dependency.name)
          const circle = [...path.slice(from).map(({ name }) => name), dependency.name]
          const shown = circle.length > 8 ? [...circle.slice(0, 4), '…', ...circle.slice(-3)] : circle
          report(
            error(dependency.at, 'dependency-cycle', `These services wait for each other, so that none can start: ${shown.join(' → ')}.`),
          )
        } else if (!state.has(dependency.name)) enter(dependency.name)
      }
    }
  }

  function checkPairs(name: string, service: Value, at: number) {
    const build = get(service, 'build')
    if (textOf(get(build, 'dockerfile')) && textOf(get(build, 'dockerfile_inline'))) {
      report(error(at, 'bad-value', `“${name}” has both dockerfile and dockerfile_inline. Keep one of them.`))
    }
    const platform = textOf(get(service, 'platform'))
    const platforms = itemsOf(get(build, 'platforms'))
    if (platform && platforms.length > 0 && platforms.every((item) => textOf(item) !== undefined && textOf(item) !== platform)) {
      report(error(at, 'bad-value', `“${name}” runs on ${platform}, which is not among its build.platforms.`))
    }
    const test = itemsOf(get(get(service, 'healthcheck'), 'test'))[0]
    const first = textOf(test)
    if (test && first !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first)) {
      report(
        error(test.at.from, 'bad-value', `The healthcheck test of “${name}” has to begin with CMD, CMD-SHELL or NONE when it is a list.`),
      )
    }
    const deploy = get(service, 'deploy')
    const [scale, replicas] = [get(service, 'scale'), get(deploy, 'replicas')].map((value) => textOf(value))
    if (scale !== undefined && replicas !== undefined && scale !== replicas) {
      report(error(at, 'bad-value', `“${name}” sets “scale” and “deploy.replicas” to different values. Keep one of them.`))
    }
    for (const [key, text] of [
      ['scale', scale],
      ['deploy.replicas', replicas],
    ] as const) {
      if (text !== undefined && Number(text) < 0) report(error(at, 'bad-value', `“${name}.${key}” has to be 0 or more.`))
    }
    if (Number(scale ?? replicas ?? 1) > 1 && textOf(get(service, 'container_name'))) {
      report(error(at, 'bad-value', `“${name}” runs several times and has a container_name, which only one container can have.`))
    }
    const resources = get(deploy, 'resources')
    const twice = [
      ['cpus', get(resources, 'limits'), 'cpus', 'limits.cpus'],
      ['mem_limit', get(resources, 'limits'), 'memory', 'limits.memory'],
      ['mem_reservation', get(resources, 'reservations'), 'memory', 'reservations.memory'],
      ['pids_limit', get(resources, 'limits'), 'pids', 'limits.pids'],
    ] as const
    for (const [key, section, inner, path] of twice) {
      const own = get(service, key)
      if (!section || own?.kind !== 'scalar' || own.isUnknown || sizeOf(own.text) === 0) continue
      const other = get(section, inner)
      if (other?.kind === 'scalar' && other.isUnknown) continue
      if (sizeOf(own.text) !== sizeOf(textOf(other) ?? '0')) {
        report(
          error(own.at.from, 'bad-value', `“${name}” sets “${key}” and “deploy.resources.${path}” to different values. Keep one of them.`),
        )
      }
    }
    checkTargets(name, service)
  }

  function checkTargets(name: string, service: Value) {
    const taken = new Set<string>()
    const claim = (target: string | undefined, at: number) => {
      if (target === undefined || target === '') return
      const clean = target.length > 1 ? target.replace(/\/+$/, '') : target
      if (taken.has(clean)) report(error(at, 'bad-value', `“${name}” mounts two things at ${clean}. Keep one of them.`))
      taken.add(clean)
    }
    for (const item of oneOrMore(get(service, 'tmpfs'))) claim(textOf(item)?.split(':')[0], item.at.from)
    // Of two volumes with one target Docker keeps the last; a tmpfs with the same target is refused.
    const targets = new Map<string, number>()
    for (const item of itemsOf(get(service, 'volumes'))) {
      const text = textOf(item)
      const target = text === undefined ? textOf(get(item, 'target')) : mountOf(text)?.target
      if (target !== undefined) targets.set(target.length > 1 ? target.replace(/\/+$/, '') : target, item.at.from)
    }
    for (const [target, at] of targets) claim(target, at)
  }
}

function volumeNames(service: Value): Reference[] {
  return itemsOf(get(service, 'volumes')).flatMap((item): Reference[] => {
    const text = textOf(item)
    if (text !== undefined) {
      const mount = mountOf(text)
      return mount && mount.source !== '' && !mount.isPath ? [{ name: mount.source, at: item.at.from }] : []
    }
    const source = get(item, 'source')
    const name = textOf(source)
    return textOf(get(item, 'type')) === 'volume' && name ? [{ name, at: source!.at.from }] : []
  })
}

const units = 'bkmgtp'

/** A number or a size in bytes as a number, so that `512m` and `536870912` are the same. */
function sizeOf(text: string): number {
  const match = /^([\d.]+) ?([a-z])?/i.exec(text)
  if (!match) return Number(text)
  return Math.floor(Number(match[1]) * 1024 ** Math.max(0, units.indexOf((match[2] ?? 'b').toLowerCase())) * 1000) / 1000
}
