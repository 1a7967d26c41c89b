import { expect, test } from 'vitest'
import { compareVariables } from './compose-variables.ts'

const compose = `
services:
  web:
    image: "web:\${TAG:-1.0}"
    environment:
      DATABASE_URL: \${DATABASE_URL}
      PRICE: $$5
      OTHER: $OTHER
    # \${COMMENTED}
  job:
    environment:
      - HANDED_ON
`

test('what the compose file needs and the set has not is missing; a default needs nothing', () => {
  expect(compareVariables(['DATABASE_URL'], compose, '').missing).toEqual(['OTHER'])
  expect(compareVariables(['DATABASE_URL', 'OTHER'], compose, '').missing).toEqual([])
})

test('a name is unused when neither file mentions it in any way', () => {
  const names = ['DATABASE_URL', 'TAG', 'HANDED_ON', 'IN_SCRIPT', 'COMMENTED', 'NOWHERE', 'DSTACK_DOCKER_USERNAME']
  expect(compareVariables(names, compose, 'echo "$IN_SCRIPT"').unused).toEqual(['COMMENTED', 'NOWHERE'])
})
