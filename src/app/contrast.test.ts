import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Theme = 'light' | 'dark'

/** `--name: light-dark(#…, #…)`, for opaque colours. */
const tokens = new Map(
  [...readFileSync('src/app/theme.css', 'utf8').matchAll(/--(?<name>[\w-]+): light-dark\((?<light>#\w{6}), (?<dark>#\w{6})\)/g)].map(
    ({ groups }) => [groups!['name']!, { light: groups!['light']!, dark: groups!['dark']! }] as const, // the pattern names the groups
  ),
)

/** Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(front: string, back: string, theme: Theme): number {
  const [a, b] = [front, back].map((name) => luminance(tokens.get(name)![theme])) as [number, number] // a missing token fails here
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const grounds = ['surface', 'raised', 'sunken']
const roles = ['accent', 'changed', 'onchain', 'verified', 'caution', 'stop']

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  const least = (pairs: [string, string][], ratio: number) =>
    expect(pairs.filter(([front, back]) => contrast(front, back, theme) < ratio).map(([front, back]) => `${front} on ${back}`)).toEqual([])

  test('what is read at length reaches 7:1 on every ground', () =>
    least(
      ['text', 'muted'].flatMap((front) => grounds.map((back) => [front, back] as [string, string])),
      7,
    ))

  test('a role’s word reaches 4.5:1 on every ground and on its own tint', () =>
    least(
      roles.flatMap((role) => [...grounds, `${role}-soft`].map((back) => [role, back] as [string, string])),
      4.5,
    ))

  test('text and muted text reach 4.5:1 on every tint', () =>
    least(
      ['text', 'muted'].flatMap((front) => roles.map((role) => [front, `${role}-soft`] as [string, string])),
      4.5,
    ))

  test('the word on a button reaches 4.5:1, also while it is pressed', () =>
    least(
      ['accent', 'onchain', 'stop'].flatMap((role) => [
        [`${role}-on`, role] as [string, string],
        [`${role}-on`, `${role}-strong`] as [string, string],
      ]),
      4.5,
    ))

  test('the edge of a control reaches 3:1 on every ground', () =>
    least(
      grounds.map((back) => ['edge', back] as [string, string]),
      3,
    ))
})
