import { expect, test } from 'vitest'
import { cvmNameProblem } from './cvm-name.ts'

test.each(['alpha', 'a1234', 'Web-Shop-2', 'a'.repeat(63)])('%s can be a name', (name) => {
  expect(cvmNameProblem(name)).toBeNull()
})

test.each([
  ['', 'A name has 5 to 63 characters; this one has 0.'],
  ['abcd', 'A name has 5 to 63 characters; this one has 4.'],
  ['a'.repeat(64), 'A name has 5 to 63 characters; this one has 64.'],
  ['1alpha', 'A name begins with a letter.'],
  ['-alpha', 'A name begins with a letter.'],
  ['my api', 'A name has letters, digits and hyphens only, not “ ”.'],
  ['my_api', 'A name has letters, digits and hyphens only, not “_”.'],
  ['my--api', 'Two hyphens must not follow each other.'],
])('%j cannot, and it is said why', (name, problem) => {
  expect(cvmNameProblem(name)).toBe(problem)
})
