import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pages } from './Breadcrumb.tsx'

test('every page behind the sign-in has its name', () => {
  const files = readdirSync('src/routes/_console', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
  const rooms = new Set(files.map((file) => file.replace(/\.tsx$/, '').split('/')[0]!))
  expect([...rooms].filter((room) => !(room in pages))).toEqual([])
  expect(rooms.size).toBeGreaterThan(3)
})
