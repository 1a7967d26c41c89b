// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { createElement, Fragment } from 'react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { surviveTranslators } from './translated-text.ts'

beforeAll(() => surviveTranslators(document.body))
afterEach(cleanup)

const font = (...children: (Node | string)[]) => {
  const element = document.createElement('font')
  element.append(...children)
  return element
}
const textsOf = (element: Element) => [...element.childNodes].filter((node) => node instanceof Text)

/** The three ways in which translators put an element in place of a text. */
const ways: Record<string, (text: Text) => void> = {
  'a copy in its place': (text) => text.replaceWith(font(text.data)),
  'a copy before it, then it is taken out': (text) => {
    text.before(font(text.data))
    text.remove()
  },
  'it is moved into the new element': (text) => {
    const words = font()
    text.before(words)
    words.append(text)
  },
}
const translate = async (element: Element, way: string) => {
  textsOf(element).forEach(ways[way]!)
  await Promise.resolve() // observers are told
}

/** Texts beside each other, one of which comes and goes. */
const Sentence = ({ count, isOld = false, mark = false }: { count: number; isOld?: boolean; mark?: boolean }) =>
  createElement(
    'p',
    { 'data-testid': 'sentence' },
    mark ? createElement('b', null, '!') : null,
    'There are ',
    count,
    ' changes',
    isOld ? ', read before' : null,
  )

for (const way of Object.keys(ways)) {
  test(`${way}: texts go on changing, coming and going`, async () => {
    const { rerender, unmount } = render(createElement(Sentence, { count: 1, isOld: true }))
    const sentence = screen.getByTestId('sentence')
    await translate(sentence, way)
    rerender(createElement(Sentence, { count: 2, isOld: true }))
    expect(sentence.textContent).toBe('There are 2 changes, read before')
    await translate(sentence, way)
    rerender(createElement(Sentence, { count: 3 }))
    expect(sentence.textContent).toBe('There are 3 changes')
    await translate(sentence, way)
    rerender(createElement(Sentence, { count: 4, isOld: true, mark: true }))
    expect(sentence.textContent).toBe('!There are 4 changes, read before')
    unmount()
    expect(document.body.textContent).toBe('')
  })

  test(`${way}, twice over, as after a change of language: a text is still found`, async () => {
    const { rerender } = render(createElement(Sentence, { count: 1, isOld: true }))
    const sentence = screen.getByTestId('sentence')
    await translate(sentence, way)
    for (const words of sentence.querySelectorAll('font')) words.replaceWith(font(words.textContent))
    await Promise.resolve()
    rerender(createElement(Sentence, { count: 2 }))
    expect(sentence.textContent).toBe('There are 2 changes')
  })
}

test('a whole list under translation empties and fills', async () => {
  const List = ({ items }: { items: string[] }) =>
    createElement('div', { 'data-testid': 'list' }, ...items.map((item) => createElement(Fragment, { key: item }, item, ' ')))
  const { rerender } = render(createElement(List, { items: ['a', 'b', 'c'] }))
  const list = screen.getByTestId('list')
  await translate(list, 'a copy in its place')
  rerender(createElement(List, { items: ['c', 'x', 'a'] }))
  expect(list.textContent).toBe('c x a ')
  rerender(createElement(List, { items: [] }))
  expect(list.textContent).toBe('')
})

test('what is moved out of an element leaves that element where it is', () => {
  const parent = document.createElement('div')
  parent.innerHTML = '<p><b>bold</b> rest</p>'
  document.body.append(parent)
  parent.appendChild(parent.querySelector('b')!) // written above
  expect(parent.innerHTML).toBe('<p> rest</p><b>bold</b>')
  parent.remove()
})
