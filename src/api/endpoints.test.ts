import * as z from 'zod/mini'
import { describe, expect, test } from 'vitest'
import { endpoints, findEndpoint, namesNothing, methodsOf } from './endpoints.ts'
import { requestText } from './http-text.ts'
import { requestJson } from './http.ts'

describe('finding a row', () => {
  test.each([
    ['GET', '/api/v1/cvms/paginated', 'GET /api/v1/cvms/paginated'],
    ['GET', '/api/v1/cvms/cvm_1', 'GET /api/v1/cvms/{cvm_id}'],
    ['HEAD', '/api/v1/cvms/cvm_1', 'GET /api/v1/cvms/{cvm_id}'],
    ['PATCH', '/api/v1/cvms/instance-ids', 'PATCH /api/v1/cvms/instance-ids'],
    ['GET', '/api/v1/cvms/cvm_1/docker-compose.yml', 'GET /api/v1/cvms/{cvm_id}/docker-compose.yml'],
    ['GET', '/api/v1/kms/on-chain/base', 'GET /api/v1/kms/on-chain/{chain}'],
    ['POST', '/rpc/8453', 'POST /rpc/{chain_id}'],
  ])('%s %s is %s', (method, path, id) => {
    expect(findEndpoint(method, path)?.id).toBe(id)
  })

  test.each([
    ['GET', '/api/v1/moon'],
    ['DELETE', '/api/v1/cvms/cvm_1/ports'],
    ['GET', '/api/v1/cvms/cvm_1/'],
    ['GET', '/api/v1/cvms//state'],
    ['GET', '/api/v1/cvms/a%2f..%2fb'],
    ['GET', '/api/v1/cvms/cvm_1/docker-composeXyml'],
    ['GET', `/api/v1/cvms/${'x'.repeat(129)}`],
    ['GET', '/cvms/cvm_1'],
    ['get', '/api/v1/cvms/cvm_1'],
  ])('%s %s is in no row', (method, path) => {
    expect(findEndpoint(method, path)).toBeNull()
  })

  test('the methods of a path are told', () => {
    expect(methodsOf('/api/v1/cvms/cvm_1').toSorted()).toEqual(['DELETE', 'GET', 'PATCH'])
    expect(methodsOf('/api/v1/moon')).toEqual([])
  })
})

test('the name of a route holds no id', () => {
  for (const id of Object.keys(endpoints)) expect(id).toMatch(/^(?:GET|POST|PATCH|PUT|DELETE) (?:\/(?:[a-z][\w.-]*|\{[a-z_]+\}))+$/)
})

test('the columns fit the paths: what changes something is a write, and only paths of the API go to Phala Cloud', () => {
  for (const [id, { effect, upstream }] of Object.entries(endpoints)) {
    if (id.startsWith('GET ')) expect(effect, id).toBe('read')
    if (/^(?:PATCH|PUT|DELETE) /.test(id)) expect(effect, id).toBe('write')
    expect(upstream === 'cloud', id).toBe(id.includes(' /api/v1/'))
  }
})

test('what a page may not ask for does not compile', () => {
  const schema = z.unknown()
  // Never called: the compiler reads it, and each line must be an error.
  const doesNotCompile = () => [
    // @ts-expect-error -- in no row
    requestJson('GET /api/v1/moon', schema),
    // @ts-expect-error -- only with a key of one's own
    requestJson('POST /api/v1/cvms/{cvm_id}/replicas', schema, { path: { cvm_id: '1' } }),
    // @ts-expect-error -- the path has a part that nothing fills
    requestJson('GET /api/v1/cvms/{cvm_id}', schema),
    // @ts-expect-error -- of another name
    requestJson('GET /api/v1/cvms/{cvm_id}', schema, { path: { id: '1' } }),
    // @ts-expect-error -- its answer is no text
    requestText('GET /api/v1/auth/me'),
  ]
  expect(doesNotCompile).toBeTypeOf('function')
})

test('where something else stands in the place of an identifier there is nothing', () => {
  for (const part of ['%3Cb%3Ebold%3C%2Fb%3E', 'a%2f..%2fauth', 'a'.repeat(200), '%']) {
    expect(namesNothing('GET', `/api/v1/cvms/${part}`), part).toBe(true)
    expect(findEndpoint('GET', `/api/v1/cvms/${part}`), part).toBeNull()
  }
  expect(namesNothing('GET', '/api/v1/elsewhere/x')).toBe(false)
  expect(namesNothing('DELETE', '/api/v1/apps/%3Cb%3E')).toBe(false)
})
