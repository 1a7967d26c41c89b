import { isByteSize, isCommandLine, isDuration, isIpAddress, isPortMapping, mountOf } from './formats.ts'
import { entriesOf, get, itemsOf, type MapValue, type ScalarValue, textOf, type Value } from './model.ts'
import { error, type Report } from './remark.ts'

type Check = (value: ScalarValue, path: string) => string | null

const duration: Check = ({ text }, path) =>
  isDuration(text) ? null : `“${path}” is not a duration that Docker reads: write a number with a unit, such as 30s, 5m or 1h30m.`
const bytes: Check = ({ text, type }, path) =>
  type !== 'string' || isByteSize(text) ? null : `“${path}” is not a size that Docker reads: write 512m, 1.5g or a number of bytes.`
const flag: Check = ({ text, type }, path) =>
  type === 'boolean' || /^(?:true|false|y|yes|on|n|no|off)$/i.test(text) ? null : `“${path}” has to be true or false.`
const whole: Check = ({ text, type }, path) =>
  type === 'integer' || /^[-+]?\d+$/.test(text) ? null : `“${path}” has to be a whole number.`
const decimal: Check = ({ text, type }, path) =>
  type === 'integer' || type === 'number' || /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)
    ? null
    : `“${path}” has to be a number.`
const count: Check = (value, path) =>
  value.text.toLowerCase() === 'all' ? null : whole(value, path) && `“${path}” has to be “all” or a whole number.`
const command: Check = ({ text }, path) =>
  isCommandLine(text)
    ? null
    : `“${path}” has a quote or a bracket that is not closed, so that Docker cannot tell its words apart. Write it as a list.`

interface Checks {
  [key: string]: Check | Checks
}

const rolling: Checks = { delay: duration, monitor: duration }
const limits: Checks = { memory: bytes, cpus: decimal, pids: whole }
const devices: Checks = { '-': { count } }
const hook: Checks = { '-': { command, privileged: flag } }

/** What Docker reads further than the specification says, by the key's place under a service. `*` is any key, `-` any item of a list. */
const serviceChecks: Checks = {
  attach: flag,
  blkio_config: {
    weight: whole,
    weight_device: { '-': { weight: whole } },
    device_read_bps: { '-': { rate: bytes } },
    device_write_bps: { '-': { rate: bytes } },
    device_read_iops: { '-': { rate: bytes } },
    device_write_iops: { '-': { rate: bytes } },
  },
  build: { no_cache: flag, pull: flag, privileged: flag, shm_size: bytes },
  command,
  configs: { '-': { mode: whole } },
  depends_on: { '*': { restart: flag } },
  deploy: {
    resources: { limits, reservations: { ...limits, devices } },
    restart_policy: { delay: duration, window: duration },
    rollback_config: rolling,
    update_config: rolling,
  },
  entrypoint: command,
  env_file: { '-': { required: flag } },
  gpus: devices,
  healthcheck: { interval: duration, timeout: duration, start_period: duration, start_interval: duration },
  mem_limit: bytes,
  mem_reservation: bytes,
  mem_swappiness: bytes,
  memswap_limit: bytes,
  post_start: hook,
  pre_stop: hook,
  secrets: { '-': { mode: whole } },
  shm_size: bytes,
  stop_grace_period: duration,
  volumes: { '-': { bind: { create_host_path: flag }, tmpfs: { size: bytes } } },
}

/** Reports values that Docker accepts by their kind and then cannot read. */
export function checkValues(root: MapValue, report: Report) {
  for (const [name, { value: service }] of entriesOf(get(root, 'services'))) {
    if (service.kind !== 'map') continue
    walk(service, serviceChecks, `services.${name}`, report)
    checkPorts(service, name, report)
    checkMounts(service, name, report)
    checkLists(service, name, report)
  }
  for (const section of ['networks', 'volumes', 'secrets', 'configs']) {
    for (const [name, { value, at }] of entriesOf(get(root, section))) checkResource(section, name, value, at.from, report)
  }
}

function walk(value: Value, checks: Check | Checks, path: string, report: Report) {
  if (typeof checks === 'function') {
    if (value.kind !== 'scalar' || value.isUnknown || value.type === 'null') return
    const problem = checks(value, path)
    if (problem) report(error(value.at.from, 'bad-value', `${problem} Docker would not start.`))
    return
  }
  const each = checks['-']
  if (each) for (const item of itemsOf(value)) walk(item, each, path, report)
  const any = checks['*']
  for (const [key, entry] of entriesOf(value)) {
    const inner = (Object.hasOwn(checks, key) ? checks[key] : undefined) ?? any
    if (inner) walk(entry.value, inner, `${path}.${key}`, report)
  }
}

function checkPorts(service: Value, name: string, report: Report) {
  for (const item of itemsOf(get(service, 'ports'))) {
    if (item.kind === 'scalar' && !item.isUnknown && (item.type === 'number' || !isPortMapping(item.text))) {
      report(
        error(
          item.at.from,
          'bad-value',
          `This port of “${name}” is not one that Docker reads. Write "8080:80", "127.0.0.1:8080:80" or "53:53/udp", with ports up to 65535.`,
        ),
      )
    }
    if (item.kind !== 'map') continue
    if (!item.entries.has('target'))
      report(error(item.at.from, 'bad-value', `This port of “${name}” lacks “target”, the port inside the container.`))
    const ip = textOf(get(item, 'host_ip'))
    if (ip !== undefined && !isIpAddress(ip)) {
      report(error(get(item, 'host_ip')!.at.from, 'bad-value', `“host_ip” of this port of “${name}” is not an IP address.`))
    }
  }
}

function checkMounts(service: Value, name: string, report: Report) {
  for (const item of itemsOf(get(service, 'volumes'))) {
    if (item.kind === 'scalar' && !item.isUnknown && item.type === 'string' && !mountOf(item.text)) {
      report(
        error(
          item.at.from,
          'bad-value',
          `This volume of “${name}” is not one that Docker reads. Write source:target, or source:target:ro.`,
        ),
      )
    }
    if (item.kind === 'map' && get(item, 'target') === undefined) {
      report(error(item.at.from, 'bad-value', `This volume of “${name}” lacks “target”, the path inside the container.`))
    }
  }
  for (const item of itemsOf(get(service, 'devices'))) {
    if ((textOf(item)?.split(':').length ?? 0) > 3) {
      report(error(item.at.from, 'bad-value', `This device of “${name}” has too many colons. Write source:target:rwm.`))
    }
    if (item.kind === 'map' && get(item, 'target') === undefined) {
      report(error(item.at.from, 'bad-value', `This device of “${name}” lacks “target”, its path inside the container.`))
    }
  }
}

function checkLists(service: Value, name: string, report: Report) {
  for (const item of itemsOf(get(service, 'environment'))) {
    const key = textOf(item)?.split('=')[0]
    if (key !== undefined && /\s$/.test(key)) {
      report(
        error(item.at.from, 'bad-value', `A variable of “${name}” has a space before its “=”: Docker would not start. Write NAME=value.`),
      )
    }
  }
  for (const section of [get(service, 'extra_hosts'), get(get(service, 'build'), 'extra_hosts')]) {
    for (const item of itemsOf(section)) {
      const text = textOf(item)
      if (text !== undefined && !/^[^:=]+[:=]/.test(text)) {
        report(error(item.at.from, 'bad-value', `This extra host of “${name}” lacks its address. Write host=address.`))
      }
    }
  }
  for (const item of itemsOf(get(get(service, 'build'), 'additional_contexts'))) {
    if (textOf(item)?.includes('=') === false) {
      report(error(item.at.from, 'bad-value', `This additional context of “${name}” lacks its location. Write name=location.`))
    }
  }
  for (const item of itemsOf(get(get(service, 'build'), 'ssh'))) {
    const text = textOf(item)
    if (text !== undefined && text !== 'default' && !text.includes('=')) {
      report(error(item.at.from, 'bad-value', `This ssh key of “${name}” lacks its path. Write default, or name=path.`))
    }
  }
  const reservations = get(get(get(service, 'deploy'), 'resources'), 'reservations')
  for (const item of [...itemsOf(get(service, 'gpus')), ...itemsOf(get(reservations, 'devices'))]) {
    if (get(item, 'count') && get(item, 'device_ids')) {
      report(error(item.at.from, 'bad-value', `A device of “${name}” has both “count” and “device_ids”. Keep one of them.`))
    }
  }
  for (const item of itemsOf(get(get(service, 'develop'), 'watch'))) {
    const action = textOf(get(item, 'action'))
    if (textOf(get(item, 'path')) === '') report(error(item.at.from, 'bad-value', `A watch of “${name}” has an empty “path”.`))
    if (item.kind === 'map' && !textOf(get(item, 'target')) && action !== undefined && action !== 'rebuild' && action !== 'restart') {
      report(error(item.at.from, 'bad-value', `A watch of “${name}” needs a “target”, since it does not rebuild.`))
    }
  }
}

const sources: Record<string, string[]> = { secrets: ['file', 'environment'], configs: ['file', 'environment', 'content'] }

function checkResource(section: string, name: string, value: Value, at: number, report: Report) {
  if (value.kind !== 'map') return
  const external = get(value, 'external')
  const isExternal = external !== undefined && !(external.kind === 'scalar' && external.text === 'false')
  if (section === 'volumes' && isExternal) {
    const other = [...value.entries.keys()].find((key) => key !== 'name' && key !== 'external' && !key.startsWith('x-'))
    if (other) report(error(at, 'bad-value', `The volume “${name}” is external and has “${other}” as well. Keep one of them.`))
  }
  const oldName = textOf(get(external, 'name'))
  const newName = textOf(get(value, 'name'))
  if (oldName !== undefined && newName !== undefined && oldName !== newName) {
    report(error(at, 'bad-value', `“${section}.${name}” has two different names. Keep “name” and “external: true”.`))
  }
  const possible = sources[section]
  if (!possible) return
  const given = possible.filter((key) => value.entries.has(key))
  if (given.length > 1) report(error(at, 'bad-value', `“${section}.${name}” has ${given.join(' and ')}. Keep one of them.`))
  const hasOther = section === 'secrets' ? isExternal : external !== undefined || value.entries.has('driver')
  if (given.length === 0 && !hasOther) {
    report(error(at, 'bad-value', `“${section}.${name}” does not say where it comes from. Give it one of ${possible.join(', ')}.`))
  }
}
