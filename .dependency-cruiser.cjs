/**
 * Who may import whom. Run by `npm run check:architecture`, which also fails when no module was read.
 *
 * A floor may import every lower floor, and nothing beside or above it; `ui` stands beside `updates` and knows `lib` alone.
 */
const floors = [
  ['app', 'routes'],
  ['features'],
  ['updates', 'maintenance'],
  ['runs', 'api', 'chain', 'attestation', 'compose'],
  ['domain'],
  ['lib'],
]
const rooms = (names) => `^src/(${names.join('|')})/`

const rule = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to })

const downward = floors.slice(1).flatMap((floor, index) => {
  const above = floors.slice(0, index + 1).flat()
  return floor.map((room) => {
    const beside = floor.filter((other) => other !== room)
    return rule(
      `${room}-looks-down`,
      { path: rooms([room]) },
      { path: rooms([...above, ...beside]) },
      'Imports point down, never up or sideways.',
    )
  })
})

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }, 'A cycle has no bottom to start reading from; types count as well.'),
    ...downward,
    rule(
      'features-stand-alone',
      { path: '^src/features/([^/]+)/' },
      { path: rooms(['features']), pathNot: '^src/features/$1/' },
      'What two features share moves down.',
    ),
    rule('below-features-without-ui', { path: rooms(floors.slice(2).flat()) }, { path: rooms(['ui']) }, 'What runs knows no screen.'),
    rule(
      'ui-knows-lib-alone',
      { path: rooms(['ui']) },
      { path: '^src/', pathNot: rooms(['ui', 'lib']) },
      'Components say what they show, not where it comes from.',
    ),
    rule(
      'browser-never-imports-servers',
      { path: '^src/' },
      { path: '^(gateway|sandbox|e2e)/' },
      'The bundle holds nothing of the servers.',
    ),
    rule(
      'gateway-never-needs-sandbox',
      { path: '^gateway/' },
      { path: '^sandbox/', pathNot: '^sandbox/sandbox\\.ts$' },
      'Only its interface; the code is loaded by name when no upstream is set.',
    ),
    rule(
      'sandbox-shares-the-contract-only',
      { path: '^sandbox/' },
      { path: '^src/', pathNot: '^src/(api/schemas/|api/endpoints\\.ts$|domain/|chain/|lib/)' },
      'The table of endpoints, the schemas and the words are the one contract.',
    ),
    rule('sandbox-knows-no-gateway', { path: '^sandbox/' }, { path: '^gateway/' }, 'The gateway holds the sandbox, not the other way.'),
    rule(
      'wagmi-in-approval',
      { path: '^src/', pathNot: '^src/features/approval/' },
      { path: 'node_modules/(wagmi|@wagmi)/' },
      'Only where somebody signs.',
    ),
    rule(
      'viem-in-two-rooms',
      { path: '^src/', pathNot: '^src/(chain|features/approval)/' },
      { path: 'node_modules/viem/' },
      'Chain code is a chunk of its own.',
    ),
    rule(
      'no-react-below-features',
      { path: rooms(floors.slice(2).flat()), pathNot: '(/use-[a-z-]+|/testing/[a-z-]+)\\.tsx?$' },
      { path: 'node_modules/react(-dom)?/' },
      'Pure below the screens, but for hooks.',
    ),
    rule('nothing-unresolved', {}, { couldNotResolve: true }, 'An import that leads nowhere.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|\\.test\\.tsx?$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
}
