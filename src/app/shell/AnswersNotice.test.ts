import { expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { concernsPage } from './AnswersNotice.tsx'

const entry = (route: string, ...about: string[]) => ({ route: `GET /api/v1${route}`, about: new Set(about) })

test('a place is told on the page that shows it, and on no other', () => {
  const list = entry('/cvms/paginated')
  const one = entry('/cvms/{cvm_id}', 'cvm_1')
  const app = entry('/apps/{app_id}/revisions', 'app_1')
  const ids = { route: 'PATCH /api/v1/cvms/instance-ids', about: new Set<string>() }
  const cvm = { appId: 'app_1', kms: { slug: 'kms-a' } } as Cvm
  const told = (pathname: string) =>
    [list, one, app, ids].map((found) => concernsPage(found, pathname, pathname.includes('cvm_1') ? cvm : undefined))
  expect(told('/cvms')).toEqual([true, false, false, false])
  expect(told('/cvms/cvm_1')).toEqual([false, true, true, false])
  expect(told('/cvms/cvm_2/edit')).toEqual([false, false, false, false])
  expect(told('/instance-ids')).toEqual([false, false, false, true])
  expect(told('/unfinished')).toEqual([false, false, false, false])
})
