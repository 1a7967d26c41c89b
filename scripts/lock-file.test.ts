import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every package of the lock file is the one that was chosen: each entry has its integrity', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { integrity?: string; link?: boolean }>
  }
  const unproved = Object.entries(packages).filter(([key, { integrity, link }]) => key !== '' && !link && !integrity?.startsWith('sha512-'))
  expect(Object.keys(packages).length).toBeGreaterThan(200)
  expect(unproved.map(([key]) => key)).toEqual([])
})
