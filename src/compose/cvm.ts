import { mountOf } from './formats.ts'
import { entriesOf, get, itemsOf, type MapValue, textOf, type Value } from './model.ts'
import { oneOrMore } from './overlay.ts'
import { error, note, type Report, warning } from './remark.ts'

const pinnedByDigest = /@sha256:[0-9a-f]{64}$/
/** Sockets through which a container asks the CVM for its keys and quotes: mounting them is the normal case. */
const ownSockets = /^\/(?:var\/)?run\/(?:dstack|tappd|docker)\.sock$/
const remote = /^(?:https?:\/\/|git(?:@|:\/\/)|ssh:\/\/|oci:\/\/|(?:github|gitlab|bitbucket)\.(?:com|org)\/)/

const isRelative = (path: string) => !path.startsWith('/') && !remote.test(path) && path !== ''

/** Reports what a CVM does not have, and what will bite later. Only what Docker refuses is an error. */
export function checkForCvm(root: MapValue, script: string, report: Report) {
  /** A script may write the file first: then its name is in the script. */
  const isWritten = (path: string) => {
    const last = path.replace(/\/+$/, '').split('/').at(-1) ?? ''
    return last !== '' && last !== '.' && last !== '..' && script.includes(last)
  }

  function mustBeThere(value: Value | undefined, what: string, isRequired = true) {
    const path = textOf(value)
    if (!value || path === undefined || !isRequired || remote.test(path)) return
    if (isWritten(path)) return
    if (!isRelative(path)) {
      report(
        warning(value.at.from, 'missing-file', `${what} names ${path}, which has to be on the CVM’s own disk when the containers start.`),
      )
      return
    }
    report(
      error(
        value.at.from,
        'missing-file',
        `${what} names ${path}, and the CVM has no such file: it gets the compose file alone, so Docker would not start. Put its content into this file, or let the pre-launch script write it.`,
      ),
    )
  }

  for (const item of itemsOf(get(root, 'include'))) {
    for (const path of item.kind === 'map' ? oneOrMore(get(item, 'path')) : [item]) mustBeThere(path, '“include”')
  }

  for (const [name, { value: service }] of entriesOf(get(root, 'services'))) {
    if (service.kind !== 'map') continue
    const extended = get(service, 'extends')
    mustBeThere(get(extended, 'file'), `“extends” of “${name}”`)
    for (const item of oneOrMore(get(service, 'env_file'))) {
      const required = get(item, 'required')
      mustBeThere(item.kind === 'map' ? get(item, 'path') : item, `“env_file” of “${name}”`, textOf(required) !== 'false')
    }
    for (const item of oneOrMore(get(service, 'label_file'))) mustBeThere(item, `“label_file” of “${name}”`)
    checkImage(name, service)
    checkBuild(name, service)
    for (const item of itemsOf(get(service, 'volumes'))) checkMount(name, item)
  }
  for (const section of ['secrets', 'configs']) {
    for (const [name, { value }] of entriesOf(get(root, section))) {
      const file = get(value, 'file')
      const path = textOf(file)
      if (file && path !== undefined && isRelative(path) && !isWritten(path)) {
        report(
          warning(
            file.at.from,
            'missing-file',
            `“${section}.${name}” is read from ${path}, and the CVM has no such file, so what uses it would not start. Use “environment” instead.`,
          ),
        )
      }
    }
  }

  function checkImage(name: string, service: Value) {
    const image = get(service, 'image')
    const text = textOf(image)
    if (!image || text === undefined || text === '' || get(service, 'build') || pinnedByDigest.test(text)) return
    const tag = /:([^/:]+)$/.exec(text)?.[1]
    if (tag !== undefined && tag !== 'latest') return
    report(
      warning(
        image.at.from,
        'unpinned-image',
        `The image of “${name}” is not pinned: an unchanged tag is not pulled again, and nobody can tell which image runs. Name a version or a digest.`,
      ),
    )
  }

  function checkBuild(name: string, service: Value) {
    const build = get(service, 'build')
    if (!build || get(build, 'dockerfile_inline')) return
    const context = build.kind === 'scalar' ? build : get(build, 'context')
    const path = context ? textOf(context) : '.'
    if (path === undefined || remote.test(path) || /\.git(?:#|$)/.test(path) || isWritten(path)) return
    report(
      warning(
        (context ?? build).at.from,
        'build',
        `“${name}” is built from a directory that the CVM does not have, so it would not start. Publish an image and name it, build from a git address, or use dockerfile_inline.`,
      ),
    )
  }

  function checkMount(name: string, item: Value) {
    const text = textOf(item)
    const short = text === undefined ? null : mountOf(text)
    const isBind = short ? short.isPath : textOf(get(item, 'type')) === 'bind'
    const source = short ? short.source : textOf(get(item, 'source'))
    if (!isBind || source === undefined || source === '' || ownSockets.test(source) || isWritten(source)) return
    report(
      isRelative(source)
        ? warning(
            item.at.from,
            'host-mount',
            `“${name}” mounts ${source}, which is empty in the CVM: it gets the compose file alone. Use a config with “content”, or let the pre-launch script write the file.`,
          )
        : note(item.at.from, 'host-mount', `“${name}” mounts ${source}, a path of the CVM’s own disk, not of your machine.`),
    )
  }
}
