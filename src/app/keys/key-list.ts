/** One line of the list: keys that are pressed together or one after the other, and what they do. */
export interface KeyLine {
  /** Each of them does it. */
  ways: readonly string[]
  does: string
  /** Acts only while single keys are on. */
  isSingle: boolean
}

export interface KeyGroup {
  title: string
  lines: readonly KeyLine[]
}

const single = (way: string, does: string): KeyLine => ({ ways: [way], does, isSingle: true })
const always = (ways: readonly string[], does: string): KeyLine => ({ ways, does, isSingle: false })

/** Every key of the console. `search` is written as this platform writes it. */
export const keyGroups = ({ search, isAdmin }: { search: string; isAdmin: boolean }): readonly KeyGroup[] => [
  {
    title: 'Everywhere',
    lines: [
      always([search], 'Search, go to a page, or act'),
      single('/', 'Search this page, or everything'),
      single('g f', 'Fleet'),
      single('g h', 'History'),
      single('g u', 'Unfinished'),
      ...(isAdmin ? [single('g i', 'Instance IDs')] : []),
      single('?', 'This list'),
    ],
  },
  {
    title: 'In a list',
    lines: [
      single('j', 'Next row'),
      single('k', 'Previous row'),
      always(['↑', '↓'], 'The same, once a row has the focus'),
      always(['Enter'], 'Open the row'),
      single('e', 'Edit the CVM of the row'),
    ],
  },
  {
    title: 'On a CVM',
    lines: [single('e', 'Edit'), single('r', 'Review the edits'), single('g c', 'Back to the CVM')],
  },
  {
    title: 'In the editor',
    lines: [always(['Tab'], 'Indent, once you have clicked or typed in it'), always(['Esc Tab'], 'Leave the editor')],
  },
]
