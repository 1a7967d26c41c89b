import fc from 'fast-check'
import { stringify } from 'yaml'

/**
 * Compose files drawn from the grammar of the Compose specification: sound ones, and the same with one thing broken. Seeded by fast-check.
 */

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,6}$/)
const variable = fc.constantFrom('SET_A', 'SET_B', 'SET_C')
/** The variables that are set for generated files, and all others are not. */
export const generatedEnvironment: Record<string, string> = { SET_A: 'alpha', SET_B: 'beta', SET_C: '' }

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const some = <T>(value: fc.Arbitrary<T>, maxLength = 3) => fc.array(value, { minLength: 1, maxLength })
const port = fc.integer({ min: 1, max: 65535 })
const duration = pick('5s', '1m30s', '500ms', '2h', '0s', '1h30m', '1.5s', '10us')
const bytes = fc.oneof(
  pick<string | number>('512m', '1g', '64k', '1.5gb', '100b', '256MB', '1024', '2 GiB'),
  fc.integer({ min: 1, max: 1e9 }),
)
const template = variable.chain((name) =>
  pick(
    `$${name}`,
    `\${${name}}`,
    `\${${name}:-fallback}`,
    `\${${name}-x}`,
    `\${${name}:+y}`,
    `\${UNSET_X:-\${${name}}}`,
    'a$$b',
    `pre-\${${name}}-post`,
    `\${SET_A:?needed}`,
    '$5',
    'a$',
    '${UNSET_Y}',
  ),
)
const text = fc.oneof(
  word,
  template,
  pick(
    'hello world',
    'a: b',
    '# no comment',
    'yes',
    '1.20',
    '0x1f',
    'null',
    '*star',
    '[x',
    'x # y',
    '',
    "it's",
    '"q"',
    'ünï',
    'a\nb\n',
    ' lead',
  ),
)
const scalar = fc.oneof(text, fc.integer({ min: -5, max: 70000 }), fc.boolean(), pick(1.5, 0.25, 1e3))
const flag = fc.oneof(fc.boolean(), pick('true', 'false', 'yes'))
const pairs = fc.oneof(
  fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,6}$/), fc.oneof(scalar, fc.constant(null)), { maxKeys: 4 }),
  fc.array(
    fc.tuple(fc.stringMatching(/^[A-Z][A-Z_]{0,6}$/), text).map(([name, value]) => `${name}=${value}`),
    { maxLength: 4 },
  ),
)
const command = fc.oneof(
  pick('sh -c "echo hi"', 'run --flag=x', 'nginx', "a 'b c'", 'x && y', '$$HOME/x'),
  fc.array(text, { maxLength: 4 }),
)
/** No such key. */
const nothing: fc.Arbitrary<unknown> = fc.constant(undefined)
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 })
const image = fc.oneof(
  pick('nginx:1.27', 'postgres', 'ghcr.io/o/i:v1', `a/b@sha256:${'a'.repeat(64)}`, 'localhost:5000/x:y', '${SET_A}:${UNSET_TAG:-1}'),
)

const shortPort = fc.oneof(
  port,
  port.map(String),
  fc.tuple(port, port).map(([a, b]) => `${a}:${b}`),
  fc.tuple(port, port).map(([a, b]) => `127.0.0.1:${a}:${b}`),
  port.map((p) => `${p}/udp`),
  pick('3000-3005', '9090-9091:8080-8081', '[::1]:80:80', '0.0.0.0::80', '8000-9000:80', '${UNSET_PORT:-8080}:80'),
)
const longPort = fc.record(
  {
    target: port,
    published: optional(fc.oneof(port, port.map(String))),
    protocol: optional(pick('tcp', 'udp')),
    mode: optional(pick('host', 'ingress')),
    host_ip: optional(pick('127.0.0.1', '::1')),
  },
  { noNullPrototype: true },
)

interface Names {
  services: string[]
  networks: string[]
  volumes: string[]
  secrets: string[]
  configs: string[]
}

const target = word.map((name) => `/${name}`)

function service(names: Names, index: number): fc.Arbitrary<Record<string, unknown>> {
  const earlier = names.services.slice(0, index)
  const mounts = fc.uniqueArray(target, { maxLength: 4 }).chain((targets) =>
    fc.tuple(
      ...targets.map((to) =>
        fc.oneof(
          ...(names.volumes.length > 0
            ? [
                pick(...names.volumes).chain((volume) =>
                  pick<unknown>(`${volume}:${to}`, `${volume}:${to}:ro`, { type: 'volume', source: volume, target: to }),
                ),
              ]
            : []),
          pick<unknown>(
            to,
            `/srv${to}:${to}`,
            `/var/run/dstack.sock:${to}`,
            { type: 'tmpfs', target: to },
            { type: 'tmpfs', target: to, tmpfs: { size: '64m' } },
            {
              type: 'bind',
              source: '/srv',
              target: to,
              read_only: true,
            },
          ),
        ),
      ),
    ),
  )
  return fc
    .record(
      {
        image,
        command: optional(command),
        entrypoint: optional(command),
        environment: optional(pairs),
        labels: optional(pairs),
        ports: optional(fc.uniqueArray(fc.oneof(shortPort, longPort), { maxLength: 3, selector: (value) => JSON.stringify(value) })),
        expose: optional(some(fc.oneof(port, port.map(String)))),
        volumes: optional(mounts),
        networks: optional<unknown>(
          names.networks.length > 0
            ? fc.oneof(
                fc.subarray(names.networks, { minLength: 1 }),
                pick(...names.networks).chain((network) => pick({ [network]: null }, { [network]: { aliases: ['x'] } })),
              )
            : nothing,
        ),
        depends_on: optional<unknown>(
          earlier.length > 0
            ? fc.oneof(
                fc.subarray(earlier, { minLength: 1 }),
                pick(...earlier).chain((other) =>
                  pick('service_started', 'service_healthy').map((condition) => ({ [other]: { condition } })),
                ),
              )
            : nothing,
        ),
        healthcheck: optional(
          fc.record(
            {
              test: fc.oneof(pick('curl -f http://x', 'true'), pick(['CMD', 'true'], ['CMD-SHELL', 'a || b'], ['NONE'])),
              interval: duration,
              timeout: optional(duration),
              retries: optional(pick<unknown>(3, '3')),
              start_period: optional(duration),
            },
            { noNullPrototype: true },
          ),
        ),
        restart: optional(pick('always', 'no', 'unless-stopped', 'on-failure:3', '${UNSET_R:-always}')),
        secrets: optional<unknown>(
          names.secrets.length > 0
            ? fc.oneof(
                fc.subarray(names.secrets),
                pick(...names.secrets).map((source) => [{ source, target: 't', mode: 0o440 }]),
              )
            : nothing,
        ),
        configs: optional<unknown>(names.configs.length > 0 ? fc.subarray(names.configs) : nothing),
        deploy: optional(
          fc.record(
            {
              replicas: optional(pick<unknown>(1, '1', 0)),
              resources: optional(
                fc.record(
                  {
                    limits: fc.record({ memory: pick('1g', '512M'), cpus: pick<unknown>('0.5', 1) }),
                    reservations: optional(
                      pick({ memory: '64m' }, { devices: [{ driver: 'nvidia', count: 'all', capabilities: ['gpu'] }] }),
                    ),
                  },
                  { noNullPrototype: true },
                ),
              ),
              restart_policy: optional(
                fc.record({ condition: pick('any', 'on-failure'), delay: duration, max_attempts: pick<unknown>(3, '4') }),
              ),
            },
            { noNullPrototype: true },
          ),
        ),
        mem_reservation: optional(pick('32m')),
        shm_size: optional(bytes),
        stop_grace_period: optional(duration),
        privileged: optional(flag),
        read_only: optional(flag),
        tty: optional(flag),
        init: optional(flag),
        cap_add: optional(fc.array(pick('NET_ADMIN', 'SYS_TIME', 'NET_ADMIN'), { maxLength: 3 })),
        dns: optional(fc.oneof(pick('8.8.8.8'), fc.constant(['1.1.1.1', '1.1.1.1']))),
        extra_hosts: optional(fc.oneof(fc.constant(['host.docker.internal:host-gateway', 'a=1.2.3.4']), fc.constant({ x: '10.0.0.1' }))),
        ulimits: optional(fc.oneof(fc.constant({ nofile: 1024, nproc: { soft: 1, hard: '2' } }), fc.constant({ nofile: '65536' }))),
        logging: optional(fc.constant({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': 3 } })),
        sysctls: optional(fc.oneof(fc.constant({ 'net.core.somaxconn': 1024 }), fc.constant(['net.core.somaxconn=1024']))),
        user: optional(pick('root', '1000:1000', '${SET_A}')),
        working_dir: optional(pick('/app', '/')),
        hostname: optional(word),
        platform: optional(pick('linux/amd64')),
        pull_policy: optional(pick('always', 'missing', 'if_not_present', 'every_12h')),
        stop_signal: optional(pick('SIGTERM')),
        tmpfs: optional(fc.oneof(fc.constant('/tmpfs1'), fc.constant(['/tmpfs1', '/tmpfs2:size=64m']))),
        security_opt: optional(fc.constant(['no-new-privileges:true'])),
        devices: optional(fc.constant(['/dev/a:/dev/b:rwm', '/dev/c'])),
        gpus: optional(fc.oneof(fc.constant('all'), fc.constant([{ count: 1, capabilities: ['gpu'] }]))),
        annotations: optional(pairs),
        'x-own': optional(scalar),
        group_add: optional(fc.constant(['a', 1000])),
        links: optional<unknown>(earlier.length > 0 ? pick(...earlier).map((other) => [`${other}:alias`]) : nothing),
        oom_score_adj: optional(pick<unknown>(-500, 1000, '5')),
        pids_limit: optional(pick<unknown>(100, '-1')),
        stdin_open: optional(flag),
        userns_mode: optional(pick('host')),
        attach: optional(flag),
        develop: optional(fc.constant({ watch: [{ path: '/src', action: 'sync', target: '/x', initial_sync: true }] })),
        post_start: optional(fc.constant([{ command: ['x'], user: 'root' }])),
        build: optional(
          pick<unknown>(
            { context: 'https://github.com/o/r.git#main', provenance: true, sbom: 'false' },
            { dockerfile_inline: 'FROM alpine\nRUN true\n' },
            {
              context: 'https://github.com/o/r.git',
              args: ['A=1', 'SET_A'],
              no_cache: 'true',
              tags: ['t:1'],
            },
          ),
        ),
      },
      { noNullPrototype: true },
    )
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)))
}

/** A sound compose file as data. */
const soundModel: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    services: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    networks: fc.uniqueArray(word, { maxLength: 2 }),
    volumes: fc.uniqueArray(word, { maxLength: 2 }),
    secrets: fc.uniqueArray(word, { maxLength: 2 }),
    configs: fc.uniqueArray(word, { maxLength: 2 }),
  })
  .chain((names) =>
    fc
      .record({
        services: fc.tuple(...names.services.map((_, index) => service(names, index))),
        network: pick<unknown>(
          null,
          {},
          { driver: 'bridge' },
          { external: true },
          { internal: 'true', labels: ['a=b'] },
          { ipam: { config: [{ subnet: '10.0.0.0/24' }] } },
        ),
        volume: pick<unknown>(null, {}, { driver: 'local', driver_opts: { type: 'nfs', o: 1 } }, { external: true, name: 'other' }),
        secret: pick<unknown>({ environment: 'SET_A' }, { external: true }),
        config: pick<unknown>({ content: 'a: ${SET_A}\n' }, { environment: 'SET_A' }, { external: true, name: 'other' }),
        name: optional(pick('project', '${SET_A}')),
        version: optional(pick('3.8')),
        extra: optional(fc.dictionary(word, scalar, { maxKeys: 2 })),
      })
      .map(({ services, network, volume, secret, config, name, version, extra }) => ({
        ...(name === undefined ? {} : { name }),
        ...(version === undefined ? {} : { version }),
        ...(extra === undefined ? {} : { 'x-extra': extra }),
        services: Object.fromEntries(names.services.map((key, index) => [key, services[index]])),
        ...(names.networks.length > 0 ? { networks: Object.fromEntries(names.networks.map((key) => [key, network])) } : {}),
        ...(names.volumes.length > 0 ? { volumes: Object.fromEntries(names.volumes.map((key) => [key, volume])) } : {}),
        ...(names.secrets.length > 0 ? { secrets: Object.fromEntries(names.secrets.map((key) => [key, secret])) } : {}),
        ...(names.configs.length > 0 ? { configs: Object.fromEntries(names.configs.map((key) => [key, config])) } : {}),
      })),
  )

const layout = fc.record({
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  indent: fc.integer({ min: 2, max: 4 }),
  indentSeq: fc.boolean(),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  lineWidth: fc.constantFrom(0, 40),
  version: fc.constant('1.1' as const),
})

/** A sound compose file as text, in one of many layouts, at times with what services share in an anchor. */
export const soundFile: fc.Arbitrary<string> = fc
  .record({ model: soundModel, style: layout, shares: fc.boolean() })
  .map(({ model, style, shares }) => {
    const written = stringify(model, { aliasDuplicateObjects: false, ...style })
    return shares && style.collectionStyle !== 'flow' ? withAnchors(written) : written
  })

function withAnchors(written: string): string {
  const shared = 'x-shared: &shared\n  restart: always\n  labels:\n    shared: "yes"\n'
  return shared + written.replace(/^( +)(?=image:)/gm, '$1<<: *shared\n$1')
}

type Section = Record<string, Record<string, unknown>>
type Model = Record<string, unknown> & { services: Section }
type Break = (model: Model, seed: number) => void

/** The first service. */
const first = (services: Section) => Object.values(services)[0]!

/** Adds to a section that may not be there yet. */
const add = (model: Model, section: string, entries: Record<string, unknown>) => {
  model[section] = { ...(model[section] as object | undefined), ...entries }
}

/** One thing wrong with the model, by what it is. */
const breaks: Record<string, Break> = {
  'no image': ({ services }) => {
    delete first(services)['image']
    delete first(services)['build']
  },
  'an empty image': ({ services }) => {
    first(services)['image'] = '${NOT_SET}'
    delete first(services)['build']
  },
  'an unknown key': ({ services }, seed) => {
    first(services)[['prots', 'enviroment', 'volume', 'Image', 'depend_on', 'mem_limt'][seed % 6]!] = 'x'
  },
  'an unknown key at the top': (model) => {
    model['service'] = {}
  },
  'an unknown key in a section': ({ services }, seed) => {
    const [key, inner] = (
      [
        ['healthcheck', 'intervall'],
        ['deploy', 'replica'],
        ['logging', 'drivr'],
        ['build', 'dockerfiles'],
      ] as const
    )[seed % 4]!
    first(services)[key] = { [inner]: 'x' }
  },
  'an undefined volume': ({ services }) => {
    first(services)['volumes'] = ['missing:/data']
  },
  'an undefined network': ({ services }) => {
    delete first(services)['network_mode']
    first(services)['networks'] = ['missing']
  },
  'an undefined secret': ({ services }) => {
    first(services)['secrets'] = ['missing']
  },
  'an undefined config': ({ services }) => {
    first(services)['configs'] = [{ source: 'missing', target: '/x' }]
  },
  'an undefined dependency': ({ services }, seed) => {
    first(services)['depends_on'] = seed % 2 ? ['missing'] : { missing: { condition: 'service_started' } }
  },
  'a dependency cycle': ({ services }) => {
    const [a] = Object.keys(services)
    services['zz-other'] = { image: 'x:1', depends_on: [a] }
    services[a!]!['depends_on'] = ['zz-other']
  },
  'a link to nothing': ({ services }) => {
    first(services)['links'] = ['missing']
  },
  'a network of nothing': ({ services }) => {
    delete first(services)['networks']
    first(services)['network_mode'] = 'service:missing'
  },
  'a bad port': ({ services }, seed) => {
    first(services)['ports'] = [
      ['99999', 'abc', '80:', '80:90:100:110', '1.2.3:80:80', '80/xyz', '10-5', '1-3:1-2', '', ':', '8080:80:'][seed % 11],
    ]
  },
  'a long port without a target': ({ services }) => {
    first(services)['ports'] = [{ published: 80 }]
  },
  'a bad duration': ({ services }, seed) => {
    const bad = ['5', 'soon', '5 s', '1x', 's', ''][seed % 6]
    if (seed % 2) first(services)['stop_grace_period'] = bad
    else first(services)['healthcheck'] = { test: 'true', interval: bad }
  },
  'a duration that is a number': ({ services }) => {
    first(services)['healthcheck'] = { test: 'true', timeout: 5 }
  },
  'a bad size': ({ services }, seed) => {
    first(services)[['mem_limit', 'shm_size', 'memswap_limit'][seed % 3]!] = ['lots', '5x', '-1', '1 2 m', 'm', '5mbb'][seed % 6]
  },
  'a bad number': ({ services }, seed) => {
    first(services)[['cpus', 'scale', 'pids_limit', 'oom_score_adj', 'cpu_shares'][seed % 5]!] = ['many', '1,5', '${SET_A}', '1e'][seed % 4]
  },
  'a bad truth value': ({ services }, seed) => {
    first(services)[['privileged', 'tty', 'init', 'read_only', 'stdin_open'][seed % 5]!] = ['maybe', 'ja', '1', '${SET_A}'][seed % 4]
  },
  'a bad template': ({ services }, seed) => {
    first(services)['labels'] = { a: ['${', '${}', '${#X}', '${X', 'a ${1} b', '${X:', '${X y}', '${X:=y}'][seed % 8] }
  },
  'a required variable': ({ services }, seed) => {
    first(services)['command'] = ['${NOT_SET:?}', '${NOT_SET?gone}', '${SET_C:?empty}', '${NOT_SET:-${ALSO_NOT:?x}}'][seed % 4]
  },
  'a network mode beside networks': (model) => {
    add(model, 'networks', { extra: {} })
    Object.assign(first(model.services), { network_mode: 'host', networks: ['extra'] })
  },
  'a missing env file': ({ services }, seed) => {
    first(services)['env_file'] = ['gone.env', ['gone.env'], [{ path: './gone.env' }]][seed % 3]
  },
  'a missing include': (model) => {
    model['include'] = ['gone.yml']
  },
  'extends from a missing file': ({ services }) => {
    first(services)['extends'] = { file: 'gone.yml', service: 'x' }
  },
  'extends of nothing': ({ services }) => {
    first(services)['extends'] = 'missing'
  },
  'a list for a map': ({ services }, seed) => {
    first(services)[['healthcheck', 'deploy', 'logging'][seed % 3]!] = ['a']
  },
  'a map for a text': ({ services }, seed) => {
    first(services)[['image', 'restart', 'hostname', 'working_dir'][seed % 4]!] = { a: 'b' }
  },
  'a number for a text': ({ services }, seed) => {
    first(services)[['image', 'hostname', 'container_name', 'restart'][seed % 4]!] = 7
  },
  'nothing for a service': (model) => {
    add(model, 'services', { 'zz-empty': null })
  },
  'a text for a list': ({ services }, seed) => {
    first(services)[['ports', 'volumes', 'cap_add', 'networks'][seed % 4]!] = 'text'
  },
  'a date': ({ services }) => {
    first(services)['environment'] = { WHEN: new Date('2024-01-02') }
  },
  'entries twice': ({ services }, seed) => {
    first(services)[['security_opt', 'networks'][seed % 2]!] = ['default', 'default']
  },
  'a bad enum': ({ services }, seed) => {
    if (seed % 2) first(services)['pull_policy'] = 'sometimes'
    else first(services)['cgroup'] = 'mine'
  },
  'a healthcheck list without CMD': ({ services }) => {
    first(services)['healthcheck'] = { test: ['curl', '-f'] }
  },
  'a volume with too many parts': ({ services }, seed) => {
    first(services)['volumes'] = [['aa:/b:ro:x', 'aa::/b', '/srv:', ''][seed % 4]]
  },
  'a mount without a target': ({ services }) => {
    first(services)['volumes'] = [{ type: 'tmpfs' }]
  },
  'an unclosed quote in a command': ({ services }) => {
    first(services)['command'] = 'sh -c "echo'
  },
  'an empty secret': (model) => {
    add(model, 'secrets', { extra: {} })
  },
  'a secret from two places': (model) => {
    add(model, 'secrets', { extra: { file: '/x', environment: 'SET_A' } })
  },
  'an external volume with a driver': (model) => {
    add(model, 'volumes', { extra: { external: true, driver: 'x' } })
  },
  'limits said twice': ({ services }) => {
    Object.assign(first(services), { mem_limit: '1g', deploy: { resources: { limits: { memory: '2g' } } } })
  },
  'a name for many': ({ services }) => {
    Object.assign(first(services), { container_name: 'one', scale: 3 })
    delete first(services)['deploy']
  },
  'an extra host without an address': ({ services }) => {
    first(services)['extra_hosts'] = ['alone']
  },
  'a blank before the equals sign': ({ services }) => {
    first(services)['environment'] = ['NAME =value']
  },
  'a tmpfs where a volume is': ({ services }) => {
    Object.assign(first(services), { tmpfs: ['/same'], volumes: ['/same'] })
  },
  'a missing required key': ({ services }, seed) => {
    if (seed % 2) first(services)['depends_on'] = { x: {} }
    else first(services)['volumes'] = [{ source: 'x', target: '/x' }]
  },
  'services as a list': (model) => {
    Object.assign(model, { services: [{ image: 'x' }] })
  },
}

/** Mistakes in the text itself. They fit only some files, and leave the others as they are. */
const textBreaks: Record<string, (text: string, seed: number) => string> = {
  'a tab for blanks': (text) => text.replace(/\n {2,4}(?=\S)/, '\n\t'),
  'a quote left open': (text) => `${text}x-end: "open\n`,
  'a bracket left open': (text) => `${text}x-end: [a, b\n`,
  'a star': (text) => `${text}x-end: [*.example.com]\n`,
  'an unknown alias': (text) => `${text}x-end: *nowhere\n`,
  'no blank after the colon': (text) => text.replace(/image: (?=\S)/, 'image:'),
  'a second colon': (text) => `${text}x-end: a: b\n`,
  'an at sign': (text) => `${text}x-end: @scope/name\n`,
  'a repeated key': (text) => `${text}x-end: 1\nx-end: 2\n`,
  'a number as a key': (text) => `${text}x-end: {1: 2}\n`,
  'an indented key': (text) => `${text}x-end: 1\n  x-more: 2\n`,
  'an unindented line': (text) => text.replace(/\n +(image:)/, '\n$1'),
  'a bad escape': (text) => `${text}x-end: "\\d"\n`,
  'merging a text': (text) => `${text}x-end: {<<: text}\n`,
  'an empty document': (text) => `${text}---\n`,
  'a list item in a map': (text) => `${text}- item\n`,
  'no-break spaces': (text) => text.replace(/\n( +)(?=image:)/, (_, blanks: string) => `\n${'\u00a0'.repeat(blanks.length)}`),
  'text after a quote': (text) => `${text}x-end: "a" b\n`,
  'a percent sign': (text) => `${text}x-end: %5\n`,
  'a line without a colon': (text) => `${text}just words\n`,
}

/** A broken file and what was broken. */
export const brokenFile: fc.Arbitrary<{ what: string; text: string }> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ what: fc.constantFrom(...Object.keys(breaks)), model: soundModel, style: layout, seed: fc.nat(1000) })
      .map(({ what, model, style, seed }) => {
        const broken = structuredClone(model) as Model
        breaks[what]!(broken, seed)
        return { what, text: stringify(broken, { aliasDuplicateObjects: false, ...style }) }
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ what: fc.constantFrom(...Object.keys(textBreaks)), model: soundModel, style: layout, seed: fc.nat(1000) })
      .map(({ what, model, style, seed }) => ({
        what,
        text: textBreaks[what]!(stringify(model, { aliasDuplicateObjects: false, ...style, collectionStyle: 'block' }), seed),
      })),
  },
)

const strange: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(word, scalar, { maxKeys: 2 }),
  pick<unknown>(
    -1,
    0,
    '',
    ' ',
    '0',
    'true',
    '1.5',
    '1e3',
    'service:x',
    'none',
    '/',
    './x',
    'a:b',
    'a:b:c',
    'a=b',
    '=',
    '${SET_C}',
    '${NOT_SET}',
    '80',
    '5s',
    '10m',
  ),
)

/** Every place of a model: the thing that holds it, and its key there. */
function places(
  value: unknown,
  found: { holder: Record<string, unknown>; key: string }[] = [],
): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    found.push({ holder: value as Record<string, unknown>, key })
    places(inner, found)
  }
  return found
}

/** A sound file in which one place, wherever it is, holds something else, is called something else, or is gone. */
export const changedFile: fc.Arbitrary<{ what: string; text: string }> = fc
  .record({
    model: soundModel,
    at: fc.nat(),
    value: strange,
    does: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'wrap', 'repeat'),
  })
  .map(({ model, at, value, does }) => {
    const changed = structuredClone(model)
    const all = places(changed).filter(({ key: name }) => name !== 'services') // a file without any is refused only later
    const { holder, key } = all[at % all.length]!
    const before = holder[key]
    if (does === 'replace') holder[key] = value
    else if (does === 'remove' && !Array.isArray(holder)) delete holder[key]
    else if (does === 'rename' && !Array.isArray(holder)) {
      delete holder[key]
      holder[`${key}s`] = before
    } else if (does === 'wrap') holder[key] = [before]
    else if (does === 'repeat' && Array.isArray(holder)) holder.push(before)
    return { what: `${does} ${key}`, text: stringify(changed, { aliasDuplicateObjects: false, version: '1.1' }) }
  })

const secretValue = fc.oneof(
  pick<unknown>(
    `0x${'ac09'.repeat(16)}`,
    '98765432109876543',
    '12e345678',
    '0x1f2e3d4c',
    '0123456701',
    '1_000_000_000',
    '1234567.25',
    '1e30',
    'true-ish value',
  ),
  fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...'ab1 :#-"\'\\\n{}[]&*!|>%@`,?=~é€x') }).map((drawn) => `s${drawn}`),
)

/** A sound file with a secret in plain text, plain or in quotes or as a block, in a map or a list, shared by an anchor or not. */
export const fileWithSecret: fc.Arbitrary<string> = fc
  .record({ value: secretValue, isList: fc.boolean(), isRaw: fc.boolean(), isShared: fc.boolean(), style: layout })
  .map(({ value, isList, isRaw, isShared, style }) => {
    const typed = String(value).replaceAll('$', '$$$$')
    const isPlain = isRaw && /^[\w.-]+$/.test(typed)
    const environment = isList ? [`API_SECRET=${typed}`, 'MODE=a'] : { API_SECRET: isPlain ? 'PLACE' : typed, MODE: '${SET_A}' }
    const shared = isShared && !isList
    const text = stringify(
      {
        ...(shared ? { 'x-env': environment } : {}),
        services: {
          db: { image: 'a:1', environment: shared ? { '<<': 'ALIAS' } : environment },
          web: { image: 'b:1', environment: shared ? 'ALIAS' : { A: '1' } },
        },
      },
      { ...style, collectionStyle: 'block', indent: 2 },
    )
    return text
      .replace(/(["']?)PLACE\1/, typed)
      .replace(/(["']?)ALIAS\1/g, '*env')
      .replace(/(["']?)<<\1:/, '<<:')
      .replace('x-env:', 'x-env: &env')
  })
